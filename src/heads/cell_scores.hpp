// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/core/model.hpp>
#include <string>

#include "analysis/axis_trace.hpp"
#include "heads/cell_masks.hpp"

namespace vinoscope {

/// How the head is run for every cell.
enum class CellStrategy {
    automatic,  ///< the first of the following that fits
    pooled,     ///< once: the head is pointwise up to a global mean
    dense,      ///< once: the head begins with a dense layer over all places
    compact,    ///< once: equal tokens are computed once, nothing depends on their places
    tiled,      ///< in batches as large as the memory limit allows
    looped,     ///< cell by cell: works for any head
};

std::string to_string(CellStrategy strategy);

/// The scores for every cell k of a layer when only what its mask keeps is left: `L(A * m_k)`, as
/// `[batch, classes, h, w]`.
struct CellScores {
    ov::Output<ov::Node> value;
    CellStrategy strategy = CellStrategy::automatic;
    double relative_cost = 1;  ///< cost of all cells in units of one inference of the model
};

/// The strategy, and how much work it is.
std::string describe(const CellScores& cells);

/// Builds the nodes; the model itself is not changed.
/// @param scores `[batch, classes]`, or with axes of size 1 behind; on the way from `layer`
/// @param memory_limit bytes that the activations of one batch of cells may take
/// @throws Error (unsupported) when `strategy` is given and does not fit.
CellScores cell_scores(const ov::Model& model,
                       const AxisTrace& trace,
                       const CellMasking& masking,
                       const ov::Output<ov::Node>& scores,
                       std::size_t memory_limit,
                       CellStrategy strategy = CellStrategy::automatic);

}  // namespace vinoscope
