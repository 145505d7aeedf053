// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analysis/class_heads.hpp"

namespace vinoscope {

/// The largest probability of each class, times objectness, among the anchors of each cell, `[batch, classes, h, w]`,
/// resized bilinearly to the finest head and added up.
Value class_probability_map(const AxisTrace& trace, const std::vector<ClassHead>& heads);

}  // namespace vinoscope
