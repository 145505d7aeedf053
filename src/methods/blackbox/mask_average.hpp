// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "methods/black_box.hpp"
#include "methods/blackbox/random_masks.hpp"

namespace vinoscope {

/// The scores minus their mean among masks of the same kind and about the same share: what a mask's place, not its
/// size, did to them. For masks of one share this is the score minus the mean score.
Matrix centred_scores(const Matrix& scores, const RandomMasks& masks);

/// `S[x] = mean over i of scores[i] * (mask_i[x] - offset_i)` for all targets at once, and its standard error.
///
/// The masks are drawn again at the size of the map, so that neither they nor a full-size map of each target are kept:
/// the sum is a matrix product `scores^T x masks`, blocked.
/// @param centre_masks whether offset_i is the share of mask i, or 0
/// @throws what `check` throws
BlackBoxMaps mask_average(
    const Matrix& scores, const RandomMasks& masks, int height, int width, bool centre_masks, StopCheck& check);

}  // namespace vinoscope
