// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace vinoscope {

/// One explanation method, as `vinoscope methods` and `list_methods()` show it.
struct MethodInfo {
    /// As in `--method`, e.g. "recipro-cam".
    std::string_view name;
    /// As the papers write it, e.g. "ReciproCAM".
    std::string_view title;
    /// What it reads: "white-box" (the graph), "gradient" (the gradient of the score), "black-box" (scores of perturbed
    /// inputs) or "hybrid" (these and the graph).
    std::string_view family = {};
    /// "class" (one map a class), "image" (one map an image) or "target" (one map for each target, in an inference of
    /// its own).
    std::string_view answers = {};
    /// One line.
    std::string_view summary;
    /// Paper or origin.
    std::string_view source;
    /// Whether insert_xai() can make it part of a model.
    bool insertable = false;
    /// Names of the options that it reads: see list_options().
    std::vector<std::string_view> options = {};
};

/// All methods, in the order in which the automatic choice prefers them.
std::vector<MethodInfo> list_methods();

}  // namespace vinoscope
