// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/backdrop.hpp"

#include <fmt/core.h>

#include "vinoscope/error.hpp"

namespace vinoscope {

namespace {

bool has_size(const RenderOptions& options) {
    if (options.width < 0 || options.height < 0 || (options.width == 0) != (options.height == 0)) {
        throw Error(ErrorKind::usage,
                    fmt::format("expected both an output width and height greater than 0, or neither, found {} x {}",
                                options.width,
                                options.height));
    }
    return options.width > 0;
}

}  // namespace

Backdrop::Backdrop(const Image& image, const RenderOptions& options) : m_original(image) {
    const bool sized = has_size(options);
    if ((options.overlay || (options.resize && !sized)) && image.empty()) {
        throw Error(ErrorKind::bad_image,
                    "cannot draw a map over an empty image; pass the image, or draw the map without an overlay");
    }
    if (sized && options.overlay) {
        m_resized = resize_image(image, options.width, options.height);
    } else if (sized && options.resize) {
        m_resized = Image(options.width, options.height);  // only its size counts
    }
}

Region Backdrop::place(const Region& region) const {
    if (m_original.empty() || m_resized.empty()) {
        return region;
    }
    const auto along = [](int to, int from) { return static_cast<float>(to) / static_cast<float>(from); };
    const float x = along(m_resized.width(), m_original.width());
    const float y = along(m_resized.height(), m_original.height());
    return {region.x1 * x, region.y1 * y, region.x2 * x, region.y2 * y};
}

}  // namespace vinoscope
