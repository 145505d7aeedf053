// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_path.hpp"
#include "methods/gradient/path_integral.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"

namespace vinoscope {
namespace {

// Integrated gradients (arXiv:1703.01365) of the head f that reads the layer: S = (A - A0) times the integral of the
// gradient of f along the straight line from the activations A0 of the baseline to those of the image, A, summed over
// channels; all of it adds up to f(A) - f(A0).
GradientMap map_of(const GradientBox& box) {
    const LayerPath path(box);
    const auto cells = path.height() * path.width();
    PathIntegral integral(box.options, cells + 1);
    path.differentiate(
        integral.points(),
        [&](std::size_t index) { return integral.position(index); },
        [&](std::size_t index, float score, std::span<const float> shares) { integral.add(index, score, shares); });
    const auto& shares = integral.mean();
    return {.values = {shares.begin(), shares.end() - 1},
            .completeness_gap = integral.gap(shares.back()),
            .height = path.height(),
            .width = path.width()};
}

}  // namespace

Method layer_integrated_gradients() {
    return {.info = {.name = "layer-integrated-gradients",
                     .title = "Layer Integrated Gradients",
                     .summary = "contribution of each cell of a layer to the score difference from a baseline",
                     .source = "arXiv:1703.01365"},
            .needs = {.activations = true, .gradients = true, .inferences = true},
            .granularity = Granularity::per_target,
            .run = map_of,
            .options = {baseline_option, steps_option, rule_option},
            .add = add_layer_path,
            .is_signed = true};
}

}  // namespace vinoscope
