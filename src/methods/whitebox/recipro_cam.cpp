// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/cell_scores.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Byun and Lee, "Recipro-CAM", arXiv:2209.14074: S[k] = L(A * m_k), where the mask m_k keeps one cell of the feature
// map A and L is the head without its softmax.
WhiteBoxMap recipro_cam(const WhiteBox& box) {
    const auto layers = telling_layers(box.model, box.trace, box.layers, box.scores);
    const CellMasking masking{target_layer(box.model, layers, box.target_layer), CellKernel::one, {}};
    const auto cells = cell_scores(box.model, box.trace, masking, box.scores, box.memory_limit);
    const bool needs_f32 = cells.strategy != CellStrategy::pooled;
    return {cells.value, masking.layer, describe(cells), needs_f32, cells.inferences};
}

}  // namespace vinoscope
