// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"
#include "methods/principal_component.hpp"

namespace vinoscope {

// Gildenblat, pytorch-grad-cam: the first principal component of G A, as Eigen-CAM takes that of A.
WhiteBoxMap eigen_grad_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value { return first_component(at.gradient * at.activations); },
        "principal component of gradient times activation");
}

}  // namespace vinoscope
