// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "methods/black_box.hpp"
#include "methods/blackbox/random_masks.hpp"

namespace vinoscope {

/// Ridge regression of the scores on the masks at the size of the map, smoothed: masks that happen to show two places
/// together do not give the one the credit of the other. Without a standard error.
/// @param scores less their mean
/// @param smoothing standard deviation of the Gaussian in points of the map
BlackBoxMaps mask_regression(const Matrix& scores, const RandomMasks& masks, int height, int width, double smoothing);

}  // namespace vinoscope
