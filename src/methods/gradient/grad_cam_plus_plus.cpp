// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Chattopadhyay et al., "Grad-CAM++", arXiv:1710.11063: S = ReLU(sum_k w_k A_k), w_k = sum over places of
// alpha_k ReLU(G_k) and alpha_k = G_k^2 / (2 G_k^2 + sum over places of A_k G_k^3) (equation 19, where the
// exponential of the score cancels). A small number in the denominator keeps channels quiet whose gradient is about 0.
WhiteBoxMap grad_cam_plus_plus(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value {
            const auto& gradient = at.gradient;
            const auto square = gradient * gradient;
            const auto cubic = sum(at.activations, over_places) * square * gradient;
            const auto alpha = square / (square * 2.0 + cubic + 1e-6);
            const auto weights = sum(alpha * relu(gradient), over_places);
            return relu(sum(weights * at.activations, over_channels));
        },
        "weighted positive gradients");
}

}  // namespace vinoscope
