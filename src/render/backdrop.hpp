// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vinoscope/image.hpp"
#include "vinoscope/region.hpp"
#include "vinoscope/render.hpp"

namespace vinoscope {

/// What maps are drawn over: the image, or the image at the size that was asked for.
class Backdrop {
public:
    /// @param image must outlive the backdrop
    /// @throws Error as render()
    Backdrop(const Image& image, const RenderOptions& options);
    Backdrop(const Backdrop&) = delete;
    Backdrop& operator=(const Backdrop&) = delete;
    ~Backdrop() = default;

    const Image& original() const { return m_original; }
    const Image& image() const { return m_resized.empty() ? m_original : m_resized; }

    /// A rectangle in pixels of the original image, in those of the backdrop.
    Region place(const Region& region) const;

private:
    const Image& m_original;
    Image m_resized;
};

}  // namespace vinoscope
