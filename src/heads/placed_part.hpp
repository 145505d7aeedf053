// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "analysis/axis_trace.hpp"
#include "analysis/head.hpp"
#include "heads/cell_masks.hpp"
#include "ops/build.hpp"

namespace vinoscope {

/// The first part of a head, as far as it computes each token from that token and its place alone: norms, the matrices
/// of queries, keys and values, rotations. What it makes of a masked token depends on the weight of the mask there, not
/// on the cell, so that it runs once for each different weight (a level) instead of once for each cell.
class PlacedPart {
public:
    /// Nothing when there is none, or when it holds no matrix, which is all that is worth the effort.
    static std::optional<PlacedPart> find(const Head& head, const AxisTrace& trace, const CellMasking& masking);

    /// What is left of the head: it begins with the values().
    const Head& rest() const { return m_rest; }

    /// Tensors of the head that the rest reads, and what they are at all levels: `[batch * levels, ...]`.
    const std::vector<std::pair<Value, Value>>& values() const { return m_values; }

    /// `levels`, the second of a pair of values(), put together for the cells in `indices` [n]: `[batch * n, ...]`.
    /// @param original the first of that pair
    Value for_cells(const Value& original, const Value& levels, const Value& indices) const;

private:
    PlacedPart(const AxisTrace& trace, const CellMasking& masking, Head rest)
        : m_trace(&trace), m_masking(masking), m_rest(std::move(rest)) {}

    bool add(const Value& value, const Head& placed);

    const AxisTrace* m_trace;
    CellMasking m_masking;
    Head m_rest;
    std::vector<std::pair<Value, Value>> m_values;
};

}  // namespace vinoscope
