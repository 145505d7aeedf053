// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// Pixels that cover a part of an image: the image itself, or the input of a model.
struct Canvas {
    int height = 0;
    int width = 0;
    Region frame;  ///< in pixels of the image

    std::size_t size() const { return static_cast<std::size_t>(height) * static_cast<std::size_t>(width); }
};

/// The image in its own pixels.
Canvas image_canvas(int height, int width);

/// `map` sampled bilinearly at the centres of the pixels of `canvas`, `[height][width]`. Where the map does not reach
/// there is its minimum.
/// @param image the whole image: what a map without a region covers
std::vector<float> sample(const SaliencyMap& map, const Region& image, const Canvas& canvas);

/// The values scaled to 0..1. @throws NoValue when they are flat or not finite
std::vector<float> unit_scaled(std::vector<float> values);

/// @throws Error (usage) when the map has not height * width values, NoValue when they are not finite
void require_finite(const SaliencyMap& map);

/// The same, and @throws NoValue when the map is flat
void require_usable(const SaliencyMap& map);

/// For each place its position in the order of falling values. Equal values come in an order that is the same every
/// time and has nothing to do with where they are.
std::vector<std::size_t> ranks(const std::vector<float>& values);

}  // namespace vinoscope
