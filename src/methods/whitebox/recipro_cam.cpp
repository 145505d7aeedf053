// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/method.hpp"
#include "methods/whitebox/cell_map.hpp"

namespace vinoscope {
namespace {

// Byun and Lee, "Recipro-CAM", arXiv:2209.14074: S[k] = L(A * m_k), where the mask m_k keeps one cell of the feature
// map A and L is the head without its softmax.
WhiteBoxMap map_of(const WhiteBox& box) {
    const auto layers = layers_affecting_scores(box.model, box.trace, box.layers, box.scores);
    return cell_map(box, {target_layer(box.model, layers, box.target_layer), CellKernel::one, {}});
}

}  // namespace

Method recipro_cam() {
    return {.info = {.name = "recipro-cam",
                     .title = "ReciproCAM",
                     .summary = "score for each single cell of the last feature map",
                     .source = "arXiv:2209.14074"},
            .needs = {.activations = true},
            .granularity = Granularity::per_class,
            .run = map_of};
}

}  // namespace vinoscope
