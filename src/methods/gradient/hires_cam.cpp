// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Draelos and Carin, "Use HiResCAM instead of Grad-CAM", arXiv:2011.08891: S = sum_k G_k A_k, place by place.
WhiteBoxMap hires_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value { return sum(at.gradient * at.activations, over_channels); },
        "gradient times activation");
}

}  // namespace vinoscope
