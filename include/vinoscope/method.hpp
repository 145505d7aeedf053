// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// What a method computes its maps from.
enum class MethodFamily {
    /// The graph of the model.
    white_box,
    /// The gradient of the score.
    gradient,
    /// The scores of perturbed inputs.
    black_box,
    /// The scores of perturbed inputs and the graph.
    hybrid,
};

/// Returns the name, e.g. "white-box".
[[nodiscard]] VINOSCOPE_API std::string to_string(MethodFamily family);

/// What has a map of its own.
enum class Granularity {
    per_class,
    per_image,
    /// Every target, with separate inferences.
    per_target,
};

/// Returns "class", "image" or "target".
[[nodiscard]] VINOSCOPE_API std::string to_string(Granularity granularity);

/// An explanation method, as listed by `vinoscope methods` and list_methods().
struct MethodInfo {
    /// The name, as in `--method`, e.g. "recipro-cam".
    std::string_view name;
    /// The name in the paper, e.g. "ReciproCAM".
    std::string_view title;
    MethodFamily family = MethodFamily::white_box;
    Granularity granularity = Granularity::per_class;
    /// A description in one line.
    std::string_view summary;
    /// The paper or origin.
    std::string_view source;
    /// Whether insert_xai() supports it.
    bool insertable = false;
    /// The names of the options that it uses, see list_options().
    std::vector<std::string_view> options = {};
};

/// Returns all methods in the order of preference of the automatic choice.
[[nodiscard]] VINOSCOPE_API std::vector<MethodInfo> list_methods();

}  // namespace vinoscope
