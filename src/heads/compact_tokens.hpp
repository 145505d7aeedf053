// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/axis_trace.hpp"
#include "heads/cell_masks.hpp"
#include "ops/build.hpp"

namespace vinoscope {

/// The tokens of a picture in which one cell shines, each different one once.
///
/// Of the patches, a mask leaves the cell and perhaps its neighbours; all others are zero and hence equal, and stay
/// equal behind whatever treats tokens alike. So the patches shrink to the slots around the cell, and one more that
/// stands for `far()` equal ones. (Slots beyond the border are equal to those, too.) The other tokens stay where they
/// are.
class CompactTokens {
public:
    CompactTokens(const AxisTrace& trace, const CellMasking& masking);

    /// How many patches the last slot stands for; below 1 there is nothing to gain.
    std::int64_t far() const { return m_cells - m_slots + 1; }

    /// Whether all patches are on `axis`, as a whole and in order, perhaps between other tokens.
    bool are_on(const Axis& axis) const;

    /// The length of such an axis in the compact picture.
    std::int64_t size(const Axis& axis) const { return size_of(axis) - m_cells + m_slots; }

    /// How many tokens each one on such an axis stands for.
    std::vector<float> multiplicities(const Axis& axis) const;

    /// `features` of axes `axes`, masked for every cell: `[batch * cells, ..., size, ...]`; the batch is axis 0.
    Value masked(const Value& features, const Axes& axes) const;

private:
    CellMasking m_masking;
    Segment m_patches;
    std::int64_t m_cells;
    std::int64_t m_slots;
};

}  // namespace vinoscope
