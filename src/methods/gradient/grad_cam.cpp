// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Selvaraju et al., "Grad-CAM", arXiv:1610.02391, equations 1 and 2: S = ReLU(sum_k a_k A_k), a_k = mean over places of
// G_k.
WhiteBoxMap grad_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value {
            const auto weights = mean(at.gradient, over_places);
            return relu(sum(weights * at.activations, over_channels));
        },
        "mean gradient of each channel");
}

}  // namespace vinoscope
