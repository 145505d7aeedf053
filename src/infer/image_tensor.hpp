// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/tensor.hpp>
#include <optional>

#include "vinoscope/image.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// Resizes `image` bilinearly into `tensor`, u8 `[batch, height, width, channels]` with 1 channel (grey), 3 (RGB) or 4
/// (RGB and an opaque alpha of 255); every image of a batch gets the same. Of `preprocess` are used `resize`, which is
/// set, and `pad` and the order of its channels, `color`.
/// @return the region of the image that the tensor shows, or std::nullopt for the whole image
std::optional<Region> write_image_tensor(const Image& image, const Preprocess& preprocess, ov::Tensor& tensor);

}  // namespace vinoscope
