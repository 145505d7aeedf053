// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vinoscope/image.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// Draws the box of the target, and its label and score in the upper left corner, onto a picture of `map`: white with a
/// black outline, in a size that follows the picture.
/// @param image_width, image_height of the original image, in whose pixels the box is
void annotate(Image& picture, const SaliencyMap& map, int image_width, int image_height);

}  // namespace vinoscope
