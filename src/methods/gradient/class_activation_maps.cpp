// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/method.hpp"
#include "methods/principal_component.hpp"

namespace vinoscope {
namespace {

// Selvaraju et al., "Grad-CAM", arXiv:1610.02391, equations 1 and 2: S = ReLU(sum_k a_k A_k), a_k = mean over places of
// G_k.
WhiteBoxMap map_of_grad_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value {
            const auto weights = mean(at.gradient, over_places);
            return relu(sum(weights * at.activations, over_channels));
        },
        "mean gradient of each channel");
}

// Chattopadhyay et al., "Grad-CAM++", arXiv:1710.11063: S = ReLU(sum_k w_k A_k), w_k = sum over places of
// alpha_k ReLU(G_k) and alpha_k = G_k^2 / (2 G_k^2 + sum over places of A_k G_k^3) (equation 19, where the
// exponential of the score cancels). A small number in the denominator keeps channels quiet whose gradient is about 0.
WhiteBoxMap map_of_grad_cam_plus_plus(const WhiteBox& box) {
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

// Draelos and Carin, "Use HiResCAM instead of Grad-CAM", arXiv:2011.08891: S = sum_k G_k A_k, place by place.
WhiteBoxMap map_of_hires_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value { return sum(at.gradient * at.activations, over_channels); },
        "gradient times activation");
}

// Fu et al., "Axiom-based Grad-CAM", arXiv:2008.02312: S = sum_k a_k A_k, where a_k is the mean of G_k over
// places, each weighed by its activation. A channel that is 0 everywhere weighs nothing.
WhiteBoxMap map_of_x_grad_cam(const WhiteBox& box) {
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

// Jiang et al., "LayerCAM", IEEE Transactions on Image Processing 30 (2021):
// S = ReLU(sum_k ReLU(G_k) A_k), place by place.
WhiteBoxMap map_of_layer_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value { return relu(sum(relu(at.gradient) * at.activations, over_channels)); },
        "positive gradient times activation");
}

// Gildenblat, pytorch-grad-cam: the first principal component of G A, as Eigen-CAM takes that of A.
WhiteBoxMap map_of_eigen_grad_cam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value { return first_component(at.gradient * at.activations); },
        "principal component of gradient times activation");
}

}  // namespace

Method grad_cam() {
    return {.info = {.name = "grad-cam",
                     .title = "Grad-CAM",
                     .summary = "last feature map, each channel weighted by its mean gradient",
                     .source = "arXiv:1610.02391"},
            .needs = {.activations = true, .gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_grad_cam,
            .positive_only = true};
}

Method grad_cam_plus_plus() {
    return {.info = {.name = "grad-cam-plus-plus",
                     .title = "Grad-CAM++",
                     .summary = "Grad-CAM with weights for several instances of a class",
                     .source = "arXiv:1710.11063"},
            .needs = {.activations = true, .gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_grad_cam_plus_plus,
            .positive_only = true};
}

Method hires_cam() {
    return {.info = {.name = "hires-cam",
                     .title = "HiResCAM",
                     .summary = "gradient times activation of the last feature map, cell by cell",
                     .source = "arXiv:2011.08891"},
            .needs = {.activations = true, .gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_hires_cam};
}

Method x_grad_cam() {
    return {.info = {.name = "x-grad-cam",
                     .title = "XGrad-CAM",
                     .summary = "Grad-CAM with gradients averaged by activation",
                     .source = "arXiv:2008.02312"},
            .needs = {.activations = true, .gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_x_grad_cam};
}

Method layer_cam() {
    return {.info = {.name = "layer-cam",
                     .title = "LayerCAM",
                     .summary = "positive gradient times activation, cell by cell; also for early layers",
                     .source = "doi:10.1109/TIP.2021.3089943"},
            .needs = {.activations = true, .gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_layer_cam,
            .positive_only = true};
}

Method eigen_grad_cam() {
    return {.info = {.name = "eigen-grad-cam",
                     .title = "EigenGradCAM",
                     .summary = "first principal component of gradient times activation",
                     .source = "pytorch-grad-cam"},
            .needs = {.activations = true, .gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_eigen_grad_cam};
}

}  // namespace vinoscope
