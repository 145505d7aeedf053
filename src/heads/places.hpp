// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node_output.hpp>

#include "analysis/axis_trace.hpp"
#include "analysis/target_layer.hpp"
#include "ops/build.hpp"

namespace vinoscope {

/// `value`, which has the axes of `layer` (its activations, or a gradient of them), as `[batch, channels, h * w]`.
/// Tokens before and behind the patches are left out.
Value channels_and_places(const AxisTrace& trace, const SpatialLayer& layer, const Value& value);

/// A map `[batch, channels, h, w]` with the cells of `from`, bilinearly with those of `to`.
Value resized_map(const Value& map, const SpatialGrid& from, const SpatialGrid& to);

/// `[batch, h * w]` as a map `[batch, h, w]`.
Value as_map(const SpatialLayer& layer, const Value& places);

/// The mean of a layer over all axes but batch, height and width: `[batch, h, w]`. Tokens before and behind the patches
/// are left out.
ov::Output<ov::Node> place_mean(const AxisTrace& trace, const SpatialLayer& layer);

/// Every map `[..., h, w]` scaled by its own minimum and maximum to u8 0..255; a flat map becomes 0.
ov::Output<ov::Node> scale_to_bytes(const ov::Output<ov::Node>& maps);

}  // namespace vinoscope
