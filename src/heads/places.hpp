// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/axis_trace.hpp"
#include "analysis/target_layer.hpp"
#include "ops/nodes.hpp"

namespace vinoscope {

/// `value`, which has the axes of `layer` (its activations, or a gradient of them), as `[batch, channels, h * w]`.
/// Tokens before and behind the patches are left out.
Value channels_and_places(const AxisTrace& trace, const SpatialLayer& layer, const Value& value);

/// A map `[batch, channels, h, w]` with the cells of `from`, bilinearly with those of `to`.
Value resized_map(const Value& map, const SpatialGrid& from, const SpatialGrid& to);

/// `[batch, h * w]` as a map `[batch, h, w]`.
Value as_map(const SpatialLayer& layer, const Value& places);

}  // namespace vinoscope
