// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Fu et al., "Axiom-based Grad-CAM", arXiv:2008.02312: S = sum_k a_k A_k, where a_k is the mean of G_k over
// places, each weighed by its activation. A channel that is 0 everywhere weighs nothing.
WhiteBoxMap x_grad_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value {
            const auto total = sum(at.activations, over_places);
            const auto weights =
                sum(at.gradient * at.activations, over_places) / where(equal(total, 0), number_like(total, 1), total);
            return sum(weights * at.activations, over_channels);
        },
        "gradient of each channel where it is active");
}

}  // namespace vinoscope
