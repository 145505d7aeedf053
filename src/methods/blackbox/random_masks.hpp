// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vinoscope {

/// How the random masks of RISE look.
struct MaskStyle {
    int rows = 0;              ///< cells that fill the height of the image
    int columns = 0;           ///< and its width
    double lowest_share = 0;   ///< the shares of open cells are spread evenly from here ...
    double highest_share = 0;  ///< ... to here, both in (0, 1)
    bool balanced = true;  ///< a mask opens exactly its share of the cells, instead of each cell with that probability
    bool antithetic = false;  ///< each second mask shows what the one before hides: for shares around a half
};

/// Smooth random masks: open (1) and closed (0) cells, interpolated bilinearly, the grid shifted at random by up to one
/// cell. The expectation is the mask's share in every place, edges included. Mask `index` depends on the seed and the
/// index alone, so that it can be drawn again, in any order and at any size.
class RandomMasks {
public:
    RandomMasks(const MaskStyle& style, std::uint64_t seed) : m_style(style), m_seed(seed) {}

    const MaskStyle& style() const { return m_style; }

    /// The expected share of open cells of mask `index`. Those of any run of masks lie evenly between the limits.
    double share(std::size_t index) const;

    /// Samples mask `index` at the centres of `height` x `width` pixels.
    void draw(std::size_t index, int height, int width, std::span<float> mask) const;

private:
    std::size_t source(std::size_t index) const { return m_style.antithetic ? index / 2 : index; }
    bool inverted(std::size_t index) const { return m_style.antithetic && index % 2 == 1; }

    MaskStyle m_style;
    std::uint64_t m_seed;
};

}  // namespace vinoscope
