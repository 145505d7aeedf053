// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/evaluator.hpp"

namespace vinoscope::cli {

/// Where maps come from: a method, or a reference map that does not explain the target.
struct MapSource {
    std::string name;
    bool asks_model = true;

    /// One map for each class. @throws Error as Explainer::explain()
    using Maps = std::function<std::vector<SaliencyMap>(const Image& image, const std::vector<std::int64_t>& targets)>;
    Maps maps;
    std::optional<Provenance> provenance = {};  ///< of its maps, when a model made them
    Maps randomised = {};                       ///< the same with random weights in the model
};

/// Names of reference maps: every evaluation shows them beside the methods.
std::vector<std::string> reference_names();

/// The same with random weights in the model; the model is made when the first map is asked for.
MapSource::Maps randomised_maps(const MapSource& source,
                                const std::filesystem::path& model,
                                const EvaluatorOptions& options);

/// @param options of the model; its method is `name`
/// @throws Error (unsupported) when the method does not fit the model, else as Explainer
MapSource make_source(const std::string& name, const std::filesystem::path& model, const EvaluatorOptions& options);

}  // namespace vinoscope::cli
