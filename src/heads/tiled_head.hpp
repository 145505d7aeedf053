// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "analysis/axis_trace.hpp"
#include "analysis/head.hpp"
#include "heads/cell_masks.hpp"

namespace vinoscope {

/// The head's output for the mask of every cell (prefix and suffix tokens are not masked), as `[batch, h * w,
/// classes]`: cells become a larger batch, as many at a time as `memory_limit` bytes of activations allow. Nothing when
/// the head cannot take a larger batch.
std::optional<ov::Output<ov::Node>> tiled_head(const Head& head,
                                               const AxisTrace& trace,
                                               const CellMasking& masking,
                                               std::size_t memory_limit);

/// The same, one cell after the other in a TensorIterator: the batch of the head is not touched.
ov::Output<ov::Node> looped_head(const Head& head, const AxisTrace& trace, const CellMasking& masking);

}  // namespace vinoscope
