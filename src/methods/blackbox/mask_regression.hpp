// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "methods/black_box.hpp"
#include "methods/blackbox/random_masks.hpp"

namespace vinoscope {

/// The covariance of scores and masks, as a linear model of the scores predicts it: a ridge regression of the scores on
/// the masks at a few points a cell, times the covariance of the masks, which is known. What two places did is told
/// apart, and the noise of the masks themselves is gone. Without a standard error.
/// Takes as many multiplications as the square of the smaller of masks and points times the larger.
/// @param scores less their mean
/// @param masks balanced, all of one share
/// @throws what `check` throws
BlackBoxMaps mask_regression(const Matrix& scores, const RandomMasks& masks, int height, int width, StopCheck& check);

/// @param height of the map
/// @throws Error (usage) when the regression of so many masks would take more than `memory_limit` bytes
void require_room_for_regression(
    std::size_t masks, const MaskStyle& style, int height, int width, std::size_t memory_limit);

}  // namespace vinoscope
