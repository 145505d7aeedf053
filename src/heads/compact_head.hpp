// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "analysis/axis_trace.hpp"
#include "analysis/head.hpp"
#include "heads/cell_masks.hpp"

namespace vinoscope {

/// The scores of all cells `[batch * cells, ...]` from pictures that hold equal tokens once (CompactTokens): exact for
/// a head in which nothing depends on where a patch is, such as the last block of a plain transformer. Attention counts
/// a token as often as it stands for others, and so do means over tokens. Nothing when the head is another one, or when
/// its activations would take more than `memory_limit` bytes.
std::optional<ov::Output<ov::Node>> compact_head(const Head& head,
                                                 const AxisTrace& trace,
                                                 const CellMasking& masking,
                                                 std::size_t memory_limit);

}  // namespace vinoscope
