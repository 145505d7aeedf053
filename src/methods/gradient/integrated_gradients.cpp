// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>

#include "methods/gradient/path_points.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Sundararajan, Taly and Yan, arXiv:1703.01365: S = (x - x0) times the integral of G along the straight line from the
// baseline x0 to the image x, summed over channels; all of it adds up to f(x) - f(x0).
GradientMap integrated_gradients(const GradientBox& box) {
    auto points = path_points(box.options.rule, box.options.steps);
    points.push_back({0, 0});  // for f(x0) and f(x)
    points.push_back({1, 0});
    std::vector<float> scores(points.size());
    std::vector<float> attribution(box.sizes.values());
    box.differentiate(
        points.size(),
        [&](std::size_t index, std::span<float> input) {
            for (std::size_t i = 0; i < input.size(); ++i)
                input[i] = std::lerp(box.baseline[i], box.image[i], static_cast<float>(points[index].position));
        },
        [&](std::size_t index, float score, std::span<const float> gradient) {
            scores[index] = score;
            const auto weight = static_cast<float>(points[index].weight);
            for (std::size_t i = 0; i < gradient.size(); ++i)
                attribution[i] += weight * gradient[i];
        });
    for (std::size_t i = 0; i < attribution.size(); ++i)
        attribution[i] *= box.image[i] - box.baseline[i];
    const double sum = std::accumulate(attribution.begin(), attribution.end(), 0.0);
    const double gain = scores[points.size() - 1] - scores[points.size() - 2];
    return {.values = sum_of_channels(attribution, box.sizes),
            .completeness_gap = std::abs(sum - gain) / std::abs(gain)};
}

}  // namespace vinoscope
