// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/axis_trace.hpp"
#include "analysis/target_layer.hpp"

namespace vinoscope {

/// The mean of a layer over all axes but batch, height and width: `[batch, h, w]`. Tokens before and behind the patches
/// are left out.
ov::Output<ov::Node> place_mean(const AxisTrace& trace, const SpatialLayer& layer);

}  // namespace vinoscope
