// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <openvino/runtime/compiled_model.hpp>
#include <optional>
#include <string>

#include "vinoscope/choices.hpp"
#include "vinoscope/properties.hpp"

namespace ov {
class Core;
}

namespace vinoscope {

struct CompileOptions {
    std::string device = "CPU";
    Precision precision = Precision::automatic;
    std::filesystem::path cache = {};                 ///< folder for compiled models (CachedModel); empty: none
    bool throughput = false;                          ///< many inferences at once, instead of each as soon as possible
    std::optional<std::size_t> most_inferences = {};  ///< at once, with throughput on a CPU
    Properties properties = {};                       ///< further ones, see ExplainerOptions::properties
    std::shared_ptr<ov::Core> core = {};              ///< null for shared_core()
};

/// @throws Error (usage) for a property that another option sets, (device) when the device is
/// missing or refuses the model.
ov::CompiledModel compile(const std::shared_ptr<const ov::Model>& model, const CompileOptions& options);

/// The precision that the device computes in, e.g. "f32"; "unknown" when it does not say.
std::string used_precision(const ov::CompiledModel& model);

}  // namespace vinoscope
