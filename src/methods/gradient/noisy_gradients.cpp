// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/noisy_gradients.hpp"

#include <algorithm>

#include "core/random.hpp"
#include "methods/gradient/running_moments.hpp"

namespace vinoscope {

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

}  // namespace vinoscope
