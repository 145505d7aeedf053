// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Jiang et al., "LayerCAM", IEEE Transactions on Image Processing 30 (2021):
// S = ReLU(sum_k ReLU(G_k) A_k), place by place.
WhiteBoxMap layer_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value { return relu(sum(relu(at.gradient) * at.activations, over_channels)); },
        "positive gradient times activation");
}

}  // namespace vinoscope
