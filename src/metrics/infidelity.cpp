// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/random.hpp"
#include "metrics/hidden_parts.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"

namespace vinoscope {
namespace {

// Hides a square whose side is an eighth to a third of the shorter side of the input.
void draw_square(Random random, int height, int width, std::span<float> mask) {
    const int shorter = std::min(height, width);
    const auto below = [&](int count) { return static_cast<int>(random.below(static_cast<std::size_t>(count))); };
    const int least = std::max(shorter / 8, 1);
    const int side = least + below(std::max(shorter / 3 - least, 0) + 1);
    const int top = below(height - side + 1);
    const int left = below(width - side + 1);
    std::ranges::fill(mask, 1.0F);
    for (int y = top; y < top + side; ++y)
        std::fill_n(mask.begin() + static_cast<std::ptrdiff_t>(y) * width + left, side, 0.0F);
}

}  // namespace

// Mean over squares S of (b * sum of the map over S - (f(x) - f(x without S)))^2, with the b >= 0 that makes it least.
double infidelity(MetricCase& one) {
    const auto parts = hide_parts(one, [&](std::size_t index, std::span<float> mask) {
        draw_square(
            Random(one.inputs().options.seed, index), one.inputs().input.height, one.inputs().input.width, mask);
    });
    double product = 0;
    double square = 0;
    double loss_square = 0;
    for (std::size_t i = 0; i < parts.losses.size(); ++i) {
        product += static_cast<double>(parts.attributions[i]) * parts.losses[i];
        square += static_cast<double>(parts.attributions[i]) * parts.attributions[i];
        loss_square += static_cast<double>(parts.losses[i]) * parts.losses[i];
    }
    if (square <= 0)
        throw NoValue("the map has a sum of 0 over each hidden part");
    const double explained = std::max(product, 0.0) * product / square;
    return (loss_square - explained) / static_cast<double>(parts.losses.size());
}

}  // namespace vinoscope
