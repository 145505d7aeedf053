// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/node.hpp>
#include <set>
#include <vector>

#include "ops/build.hpp"

namespace vinoscope {

/// The part of a graph that gradients travel.
struct GradientPath {
    std::vector<std::shared_ptr<ov::Node>> nodes;  ///< in the order of the data
    std::set<Value> values;                        ///< that depend on a wanted value and that the score depends on

    std::set<ov::Input<ov::Node>> constants;  ///< that count as constants, such as scales of quantization

    bool leads_to(const ov::Input<ov::Node>& input) const;
};

/// What lies between the values `wanted` and `score`.
/// @throws Error (unsupported) that names every operation in between that has no rule, or those that stop the gradient
///         of a wanted value when nothing of it gets past them.
GradientPath path_between(const Values& wanted, const Value& score);

}  // namespace vinoscope
