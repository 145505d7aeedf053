// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/image.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "vinoscope/error.hpp"

namespace vinoscope {

Image::Image(int width, int height) : m_width(width), m_height(height) {
    if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected an image size of at least 1x1, found {}x{}", width, height));
    }
    m_pixels = std::make_unique_for_overwrite<std::uint8_t[]>(size());
}

Image::Image(const Image& other) : Image(other.m_width, other.m_height) {
    std::copy_n(other.data(), size(), data());
}

Image& Image::operator=(const Image& other) {
    if (this != &other) {
        *this = Image(other);
    }
    return *this;
}

Image::Image(Image&& other) noexcept
    : m_width(std::exchange(other.m_width, 0)),
      m_height(std::exchange(other.m_height, 0)),
      m_pixels(std::move(other.m_pixels)) {}

Image& Image::operator=(Image&& other) noexcept {
    m_width = std::exchange(other.m_width, 0);
    m_height = std::exchange(other.m_height, 0);
    m_pixels = std::move(other.m_pixels);
    return *this;
}

}  // namespace vinoscope
