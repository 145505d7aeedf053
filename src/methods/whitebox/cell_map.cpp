// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/whitebox/cell_map.hpp"

#include "heads/cell_scores.hpp"

namespace vinoscope {

WhiteBoxMap cell_map(const WhiteBox& box, const CellMasking& masking) {
    const auto cells = cell_scores(box.model, box.trace, masking, box.scores, box.memory_limit);
    const bool needs_f32 = cells.strategy != CellStrategy::pooled;
    return {cells.value, masking.layer, describe(cells), needs_f32, cells.relative_cost};
}

}  // namespace vinoscope
