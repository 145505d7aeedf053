// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "vinoscope/image.hpp"

namespace vinoscope {

/// The extensions of the formats that are read and written.
inline constexpr std::array<std::string_view, 7> image_extensions = {
    ".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"};

/// Whether `extension` is one of image_extensions, ignoring case.
bool is_image_extension(std::string_view extension);

/// The format that the first bytes of a file tell.
std::optional<ImageFormat> image_format(std::span<const std::byte> bytes);

std::string_view to_string(ImageFormat format);

/// The EXIF orientation in a WebP file, 1 (upright) to 8; 1 where there is none.
int webp_orientation(std::span<const std::byte> bytes);

/// A TIFF file whose colours decoders leave as they are: those of OpenCV multiply them with an alpha that says of
/// itself that this has not happened yet (ExtraSamples 2), and not with one that says it has (1).
std::vector<std::byte> with_colors_apart_from_alpha(std::span<const std::byte> tiff);

/// Whether the container says that the file was cut short. TIFF has no end that could be looked for: always false.
bool is_truncated(ImageFormat format, std::span<const std::byte> bytes);

}  // namespace vinoscope
