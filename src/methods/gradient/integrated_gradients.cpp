// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>

#include "methods/gradient/path_integral.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"

namespace vinoscope {
namespace {

// Sundararajan, Taly and Yan, arXiv:1703.01365: S = (x - x0) times the integral of G along the straight line from the
// baseline x0 to the image x, summed over channels; all of it adds up to f(x) - f(x0).
GradientMap map_of(const GradientBox& box) {
    PathIntegral integral(box.options, box.sizes.values());
    box.differentiate(
        integral.points(),
        [&](std::size_t index, std::span<float> input) {
            for (std::size_t i = 0; i < input.size(); ++i)
                input[i] = std::lerp(box.baseline[i], box.image[i], integral.position(index));
        },
        [&](std::size_t index, float score, std::span<const float> gradient) { integral.add(index, score, gradient); });
    auto attribution = integral.mean();
    for (std::size_t i = 0; i < attribution.size(); ++i)
        attribution[i] *= box.image[i] - box.baseline[i];
    return {.values = sum_of_channels(attribution, box.sizes),
            .completeness_gap = integral.gap(std::accumulate(attribution.begin(), attribution.end(), 0.0))};
}

}  // namespace

Method integrated_gradients() {
    return {.info = {.name = "integrated-gradients",
                     .title = "Integrated Gradients",
                     .summary = "contribution of each pixel to the score difference from a baseline",
                     .source = "arXiv:1703.01365"},
            .needs = {.gradients = true, .inferences = true},
            .granularity = Granularity::per_target,
            .run = map_of,
            .options = {baseline_option, steps_option, rule_option},
            .add = add_gradient_outputs,
            .of_pixels = true,
            .is_signed = true};
}

}  // namespace vinoscope
