// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/method.hpp"

namespace vinoscope {
namespace {

// Simonyan, Vedaldi and Zisserman, arXiv:1312.6034, section 3.1: S = max over channels of |G|.
WhiteBoxMap map_of_saliency(const WhiteBox& box) {
    const auto at = input_gradient(box);
    return map_at(at.layer, maximum(abs(at.gradient), over_channels), "largest gradient of the channels");
}

// Shrikumar et al., arXiv:1605.01713: S = sum over channels of x G.
WhiteBoxMap map_of_input_x_gradient(const WhiteBox& box) {
    const auto at = input_gradient(box);
    return map_at(at.layer, sum(at.activations * at.gradient, over_channels), "sum of input times gradient");
}

}  // namespace

Method saliency() {
    return {.info = {.name = "saliency",
                     .title = "Saliency",
                     .summary = "sensitivity of the score to each pixel: its largest gradient",
                     .source = "arXiv:1312.6034"},
            .needs = {.gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_saliency,
            .of_pixels = true};
}

Method input_x_gradient() {
    return {.info = {.name = "input-x-gradient",
                     .title = "Input X Gradient",
                     .summary = "contribution of each pixel to the score of a linear model",
                     .source = "arXiv:1605.01713"},
            .needs = {.gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_input_x_gradient,
            .of_pixels = true,
            .is_signed = true};
}

}  // namespace vinoscope
