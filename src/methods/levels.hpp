// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "methods/white_box.hpp"
#include "ops/build.hpp"

namespace vinoscope {

/// The last feature map of each scale of a detector whose class scores are computed for each cell, or the maps that a
/// detector of queries joins (joined_levels()); none for other models, or when the user names a layer.
std::vector<SpatialLayer> chosen_levels(const WhiteBox& box);

/// The sum of one map `[batch, h, w]` for each layer, resized bilinearly to the finest.
WhiteBoxMap over_levels(const std::vector<SpatialLayer>& layers, const Values& maps, const std::string& remark);

/// `map` divided by its largest magnitude, so that maps of several layers count alike.
Value of_unit_range(const Value& map);

}  // namespace vinoscope
