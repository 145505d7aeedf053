// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/target_layer.hpp"

namespace vinoscope {

/// What the mask of a cell keeps.
enum class CellKernel {
    one,       ///< the cell alone
    gaussian,  ///< the cell and its eight neighbours, weighed 1-2-1 in both directions, 4/16 at the cell itself
};

/// What is left of a place that is dy rows and dx columns away from the cell.
float kernel_weight(std::int64_t dy, std::int64_t dx, CellKernel kernel);

/// How many rows and columns around the cell are not all zero.
std::int64_t kernel_reach(CellKernel kernel);

/// The masks m_k of all cells of a grid, row-major `[cell][height][width]`; a kernel is cut off at the border.
std::vector<float> cell_masks(const SpatialGrid& grid, CellKernel kernel);

/// Where the cells of a picture are masked.
struct CellMasking {
    SpatialLayer layer;
    CellKernel kernel = CellKernel::one;
    std::optional<ov::Output<ov::Node>> normalized;  ///< a tensor behind the layer that gets the same mask

    /// The masked tensors, the layer first.
    ov::OutputVector tensors() const;
};

}  // namespace vinoscope
