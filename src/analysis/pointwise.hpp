// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>

#include "analysis/axis_trace.hpp"

namespace vinoscope {

/// Whether `node` computes each place of the grid from that place alone.
bool keeps_places(const ov::Node& node, const AxisTrace& trace);

/// The same, in the same way everywhere.
bool is_pointwise(const ov::Node& node, const AxisTrace& trace);

/// Whether `node` computes each element from the elements at the same place of its operands, or of one that is
/// broadcast.
bool is_elementwise(const ov::Node& node);

/// Whether `node` adds up several places of the picture: attention, a product over tokens, a convolution wider than one
/// cell. Moving, cutting out or joining places is not that.
bool mixes_places(const ov::Node& node, const AxisTrace& trace);

}  // namespace vinoscope
