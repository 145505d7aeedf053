// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>
#include <vector>

#include "ops/axes.hpp"

namespace vinoscope {

/// The axes of every output of `node`, given those of its inputs (nullptr: a constant or shape arithmetic).
using AxisRule = std::vector<Axes> (*)(const ov::Node& node, const std::vector<const Axes*>& inputs);

/// The rule for the operation type of `node`, or nullptr.
AxisRule find_axis_rule(const ov::Node& node);

}  // namespace vinoscope
