// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// An 8-bit RGB image: row-major, interleaved `[height][width][3]`, no padding between rows.
///
/// The constructor leaves the pixels uninitialised to save memory traffic. Copying copies the pixels.
class VINOSCOPE_API Image {
public:
    Image() = default;

    /// @throws Error (bad_image) if a side is negative or only one of them is zero
    Image(int width, int height);
    Image(const Image& other);
    Image& operator=(const Image& other);
    Image(Image&& other) noexcept;
    Image& operator=(Image&& other) noexcept;
    ~Image() = default;

    [[nodiscard]] int width() const noexcept { return m_width; }
    [[nodiscard]] int height() const noexcept { return m_height; }
    [[nodiscard]] bool empty() const noexcept { return m_width == 0; }

    /// Returns the number of bytes, `width * height * 3`.
    [[nodiscard]] std::size_t size() const noexcept { return std::size_t{3} * m_width * m_height; }
    [[nodiscard]] std::uint8_t* data() noexcept { return m_pixels.get(); }
    [[nodiscard]] const std::uint8_t* data() const noexcept { return m_pixels.get(); }

    /// Returns a pointer to row `y`, 0 <= y < height (not checked).
    [[nodiscard]] std::uint8_t* row(int y) noexcept { return data() + std::size_t{3} * m_width * y; }
    [[nodiscard]] const std::uint8_t* row(int y) const noexcept { return data() + std::size_t{3} * m_width * y; }

private:
    int m_width = 0;
    int m_height = 0;
    std::unique_ptr<std::uint8_t[]> m_pixels;
};

/// Reads a JPEG, PNG, BMP, WebP or TIFF file as 8-bit RGB. Greyscale is converted to RGB and 16 bits to 8, alpha is
/// dropped, and the EXIF orientation is applied.
/// @throws Error (bad_image) if the file is missing, empty, truncated or in another format
[[nodiscard]] VINOSCOPE_API Image read_image(const std::filesystem::path& file);

/// The same from memory. Error messages refer to the image by `name`.
[[nodiscard]] VINOSCOPE_API Image decode_image(std::span<const std::byte> bytes, const std::string& name = "image");

/// The formats of image files.
enum class ImageFormat { jpeg, png, bmp, webp, tiff };

/// Returns the bytes of an image file, as write_image() writes them.
/// @throws Error (io) if the format does not support the size, (bad_image) if `image` is empty
[[nodiscard]] VINOSCOPE_API std::vector<std::byte> encode_image(const Image& image, ImageFormat format);

/// Writes an image in the format given by the extension (.jpg, .png, .bmp, .webp, .tiff). The file is written
/// completely or not at all: a temporary file in the same folder is renamed.
/// @throws Error (io) if the file cannot be written or its format does not support the size; (usage) if the extension
/// is
///         unknown; (bad_image) if `image` is empty
VINOSCOPE_API void write_image(const std::filesystem::path& file, const Image& image);

/// Returns the image resized by bilinear interpolation with half-pixel centres, as ResizeMode::squash does.
/// @throws Error (usage) if a side is below 1, (bad_image) if `image` is empty
[[nodiscard]] VINOSCOPE_API Image resize_image(const Image& image, int width, int height);

}  // namespace vinoscope
