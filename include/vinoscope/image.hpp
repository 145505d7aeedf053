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

namespace vinoscope {

/// An 8-bit RGB picture: row-major, interleaved `[height][width][3]`, no padding between rows.
///
/// The pixels are left uninitialised on construction, so that a thousand overlays cost no more memory traffic than
/// writing them once. Copying copies the pixels; moving is free.
class Image {
public:
    Image() = default;

    /// @throws Error (bad_image) when a side is negative or only one of them is zero.
    Image(int width, int height);
    Image(const Image& other);
    Image& operator=(const Image& other);
    Image(Image&& other) noexcept;
    Image& operator=(Image&& other) noexcept;
    ~Image() = default;

    int width() const noexcept { return m_width; }
    int height() const noexcept { return m_height; }
    bool empty() const noexcept { return m_width == 0; }

    /// Number of bytes, `width * height * 3`.
    std::size_t size() const noexcept { return std::size_t{3} * m_width * m_height; }
    std::uint8_t* data() noexcept { return m_pixels.get(); }
    const std::uint8_t* data() const noexcept { return m_pixels.get(); }

    /// The first byte of row `y`, 0 <= y < height (not checked).
    std::uint8_t* row(int y) noexcept { return data() + std::size_t{3} * m_width * y; }
    const std::uint8_t* row(int y) const noexcept { return data() + std::size_t{3} * m_width * y; }

private:
    int m_width = 0;
    int m_height = 0;
    std::unique_ptr<std::uint8_t[]> m_pixels;
};

/// Reads a JPEG, PNG, BMP, WebP or TIFF file as 8-bit RGB. Grey becomes RGB, 16 bits become 8, alpha is dropped, the
/// EXIF orientation is applied.
/// @throws Error (bad_image) when the file is missing, empty, truncated or of another format.
Image read_image(const std::filesystem::path& file);

/// The same from memory; `name` is what error messages call it.
Image decode_image(std::span<const std::byte> bytes, const std::string& name = "image");

/// Writes a picture; the format follows the extension (.jpg, .png, .bmp, .webp, .tiff). The file appears whole or not
/// at all: it is written beside its place and renamed.
/// @throws Error (io) when the file cannot be written or its format cannot hold such a size; (usage) when the extension
///         is not known; (bad_image) when `image` is empty.
void write_image(const std::filesystem::path& file, const Image& image);

/// The image at another size, interpolated bilinearly with pixel centres at half positions, as
/// Preprocess::resize does by "squash".
/// @throws Error (usage) when a side is below 1, (bad_image) when `image` is empty.
Image resize_image(const Image& image, int width, int height);

/// The image files that `patterns` name: files as they are, folders as the images directly inside, and globs
/// (`*`, `?`, `[...]` in any path component; `**` for any number of folders, and at the end for all images in them),
/// sorted by name within each pattern. Patterns are UTF-8 text. A name that exists is taken as it is; a glob finds any
/// file that fits, except hidden ones, and `**` does not follow links to folders.
/// @throws Error (bad_image) when a pattern names nothing.
std::vector<std::filesystem::path> list_images(const std::vector<std::string>& patterns);

}  // namespace vinoscope
