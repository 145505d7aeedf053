// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <span>
#include <string>

#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// What a map is worth, and in one line why it is not ok.
struct StatusAndReason {
    MapStatus status = MapStatus::ok;
    std::string reason;  ///< empty when ok
};

/// How far numbers that ought to be equal may lie apart by rounding, as a share of the largest of them.
constexpr float rounding = 4 * std::numeric_limits<float>::epsilon();

/// The share of the largest magnitude by which the values of a map differ unless it is nearly flat.
constexpr float least_difference = 0.01F;

/// Classifies the values of one map. No values at all count as flat, and so do values that differ by no more than the
/// rounding of what they were computed from.
/// @param scale of the largest number that the values are differences of; 0: the values themselves
StatusAndReason status_of(std::span<const float> values, float scale = 0);

}  // namespace vinoscope
