// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vinoscope {

/// The parts of a mask that are open.
enum class MaskPattern : std::uint8_t {
    independent_cells,  ///< each cell with the probability of the share
    balanced_cells,     ///< exactly the share of all cells
    cells_and_regions   ///< balanced cells, but of every second mask the share of the image where fractal noise is
                        ///< highest: regions of all sizes with narrow edges, like the steps of insertion and deletion
};

/// How the random masks of RISE look.
struct MaskStyle {
    int rows = 0;              ///< cells that fill the height of the image
    int columns = 0;           ///< and its width
    double lowest_share = 0;   ///< the shares of open cells are spread evenly from here ...
    double highest_share = 0;  ///< ... to here, both in (0, 1)
    MaskPattern pattern = MaskPattern::balanced_cells;
    bool antithetic = false;  ///< each second mask shows what the one before hides: for cells, and shares around a half
};

/// Random masks: open (1) and closed (0) cells, interpolated bilinearly, the grid shifted at random by up to one cell,
/// or regions. The expectation of cells is the mask's share in every place, edges included. Mask `index` depends on the
/// seed and the index alone, so that it can be drawn again, in any order and at any size.
class RandomMasks {
public:
    RandomMasks(const MaskStyle& style, std::uint64_t seed) : m_style(style), m_seed(seed) {}

    const MaskStyle& style() const { return m_style; }

    /// The expected share of open cells of mask `index`. Those of any run of masks lie evenly between the limits.
    double share(std::size_t index) const;

    /// Which masks have the same expectation at the same share: regions (1) or cells (0).
    std::size_t kind(std::size_t index) const {
        return m_style.pattern == MaskPattern::cells_and_regions ? index % kinds : 0;
    }

    static constexpr std::size_t kinds = 2;

    /// Samples mask `index` at the centres of `height` x `width` pixels.
    void draw(std::size_t index, int height, int width, std::span<float> mask) const;

private:
    void draw_cells(std::size_t index, int height, int width, std::span<float> mask) const;
    void draw_regions(std::size_t index, int height, int width, std::span<float> mask) const;
    std::size_t source(std::size_t index) const { return m_style.antithetic ? index / 2 : index; }
    bool inverted(std::size_t index) const { return m_style.antithetic && index % 2 == 1; }

    MaskStyle m_style;
    std::uint64_t m_seed;
};

}  // namespace vinoscope
