// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// An explanation method, as listed by `vinoscope methods` and list_methods().
struct MethodInfo {
    /// The name, as in `--method`, e.g. "recipro-cam".
    std::string_view name;
    /// The name in the paper, e.g. "ReciproCAM".
    std::string_view title;
    /// What the method uses: "white-box" (the graph), "gradient" (the gradient of the score), "black-box" (scores of
    /// perturbed inputs) or "hybrid" (these and the graph).
    std::string_view family = {};
    /// "class" (one map per class), "image" (one map per image) or "target" (one map per target, with separate
    /// inferences).
    std::string_view answers = {};
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
