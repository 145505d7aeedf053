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

/// The longest prefix of a head whose operations act on each token independently, given its position: norms,
/// projections to queries, keys and values, rotary embeddings. Its result for a masked token depends on the weight of
/// the mask at that token, not on the cell, so that it runs once per distinct weight (a level) instead of once per
/// cell.
class TokenwisePrefix {
public:
    /// Returns std::nullopt if there is none, or if it contains no matrix product, since only these are worth it.
    static std::optional<TokenwisePrefix> find(const Head& head, const AxisTrace& trace, const CellMasking& masking);

    /// Returns the rest of the head, which starts at the values().
    const Head& rest() const { return m_rest; }

    /// Returns the tensors of the head that the rest reads, each with its values at all levels: `[batch * levels,
    /// ...]`.
    const std::vector<std::pair<Value, Value>>& values() const { return m_values; }

    /// Returns `levels`, the second of a pair of values(), assembled for the cells in `indices` [n]: `[batch * n,
    /// ...]`.
    /// @param original the first of that pair
    Value for_cells(const Value& original, const Value& levels, const Value& indices) const;

private:
    TokenwisePrefix(const AxisTrace& trace, const CellMasking& masking, Head rest)
        : m_trace(&trace), m_masking(masking), m_rest(std::move(rest)) {}

    bool add(const Value& value, const Head& placed);

    const AxisTrace* m_trace;
    CellMasking m_masking;
    Head m_rest;
    std::vector<std::pair<Value, Value>> m_values;
};

}  // namespace vinoscope
