// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/backdrop.hpp"
#include "render/blend.hpp"
#include "render/normalize.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/render.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// Paints maps over one image. What does not depend on the map is computed once; several threads may paint at once.
class MapPainter {
public:
    /// @param image must outlive the painter
    /// @param full_range as render_full_range()
    /// @throws Error as render()
    MapPainter(const Image& image, const RenderOptions& options, bool full_range = false);

    Image paint(const SaliencyMap& map) const;

private:
    Image paint_map(const SaliencyMap& map, const NormalizedMap& normalized) const;
    /// Where the map lies in the picture, if it is resized.
    Region place_of(const SaliencyMap& map) const;

    /// Stretches the values so that the resized map has their lowest and their highest.
    void stretch(NormalizedMap& shown, const SaliencyMap& map) const;

    Image paint_gray(int width, int height) const;
    void paint_gray_outside(const Region& seen, Image& picture) const;

    Backdrop m_backdrop;
    RenderOptions m_options;
    bool m_full_range;
    BlendTable m_table;
    BlendTable m_diverging_table;
    std::uint16_t m_image_weight;
};

}  // namespace vinoscope
