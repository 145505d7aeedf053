// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "core/random.hpp"
#include "methods/gradient/running_moments.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"

namespace vinoscope {
namespace {

// Mean and variance of the gradients of noisy images, `[channels][height][width]`.
struct NoisyGradients {
    std::vector<float> mean;
    std::vector<float> variance;
};

NoisyGradients noisy_gradients(const GradientBox& box) {
    const std::size_t samples = box.options.samples > 0 ? box.options.samples : 50;
    const auto [low, high] = std::ranges::minmax(box.image);
    const auto deviation = box.options.noise * (high - low);
    RunningMoments moments(box.sizes.values());
    box.differentiate(
        samples,
        [&](std::size_t index, std::span<float> input) {
            Random random(box.seed, index);
            for (std::size_t i = 0; i < input.size(); ++i)
                input[i] = box.image[i] + static_cast<float>(deviation * random.normal());
        },
        [&](std::size_t, float, std::span<const float> gradient) { moments.add(gradient); });
    return {moments.mean(), moments.variance()};
}

// Smilkov et al., arXiv:1706.03825: the mean of G over noisy images; S = max over channels of its magnitude, as in
// Saliency.
GradientMap map_of_smooth_grad(const GradientBox& box) {
    return {.values = largest_of_channels(noisy_gradients(box).mean, box.sizes)};
}

// Adebayo et al., "Sanity Checks for Saliency Maps", arXiv:1810.03292: S = the variance of G over noisy images, summed
// over channels.
GradientMap map_of_var_grad(const GradientBox& box) {
    return {.values = sum_of_channels(noisy_gradients(box).variance, box.sizes)};
}

}  // namespace

Method smooth_grad() {
    return {.info = {.name = "smooth-grad",
                     .title = "SmoothGrad",
                     .summary = "gradient averaged over noisy copies of the image",
                     .source = "arXiv:1706.03825"},
            .needs = {.gradients = true, .inferences = true},
            .granularity = Granularity::per_target,
            .run = map_of_smooth_grad,
            .options = {samples_option, noise_option},
            .add = add_gradient_outputs,
            .of_pixels = true};
}

Method var_grad() {
    return {.info = {.name = "var-grad",
                     .title = "VarGrad",
                     .summary = "variance of the gradient over noisy copies of the image",
                     .source = "arXiv:1810.03292"},
            .needs = {.gradients = true, .inferences = true},
            .granularity = Granularity::per_target,
            .run = map_of_var_grad,
            .options = {samples_option, noise_option},
            .add = add_gradient_outputs,
            .of_pixels = true};
}

}  // namespace vinoscope
