// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/runtime/tensor.hpp>
#include <string_view>

#include "infer/masked_input.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// The pixels of an image, `[1, height, width, 3]`, which stay its own.
ov::Tensor pixels_of(Image& image);

/// An image, to be masked in its own pixels.
/// @param preprocess of the model, for the baseline "zero"
MaskedInput maskable(Image& image, Preprocess preprocess, std::string_view baseline);

/// The image as the map shows it: `baseline + M * (image - baseline)` with M the map, enlarged bilinearly to the image
/// and scaled to 0..1, and 0 where the map does not reach.
/// @param preprocess of the model, for the baseline "zero"
/// @throws NoValue when the map is flat or not finite
Image masked_image(const Image& image, const SaliencyMap& map, const Preprocess& preprocess, std::string_view baseline);

/// The image with each value changed by up to `noise` * 255 in either direction.
Image noisy_image(const Image& image, double noise, std::uint64_t seed, std::uint64_t sample);

/// |a - b| / |b| over the pixels of two images of one size.
double relative_distance(const Image& a, const Image& b);

}  // namespace vinoscope
