// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {

/// The channels of a pixel in memory, 8 bits each.
enum class PixelFormat { rgb, bgr, gray };

/// Pixels that belong to the caller and must stay valid during the call that receives the view. A frame of OpenCV,
/// whose colours are BGR, is `ImageView{frame.data, frame.rows, frame.cols, frame.step, PixelFormat::bgr}`.
struct ImageView {
    /// The first pixel of the first row.
    const std::uint8_t* data = nullptr;

    int height = 0;
    int width = 0;

    /// The distance of two rows in bytes. 0 means that there is no padding between them.
    std::size_t stride = 0;

    PixelFormat format = PixelFormat::rgb;
};

/// Returns a copy of the pixels as RGB.
/// @throws Error (bad_image) if `data` is null, a side is less than 1, or the stride is shorter than a row
[[nodiscard]] VINOSCOPE_API Image to_image(const ImageView& view);

}  // namespace vinoscope
