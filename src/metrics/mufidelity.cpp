// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/random.hpp"
#include "metrics/hidden_parts.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "metrics/statistics.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t side = 9;  // cells of the grid from which subsets are drawn
constexpr std::size_t hidden = side * side / 5;

// 0 for `hidden` of the cells, 1 for the others.
std::vector<float> random_cells(Random random) {
    std::vector<std::size_t> order(side * side);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<float> cells(order.size(), 1);
    for (std::size_t i = 0; i < hidden; ++i) {
        std::swap(order[i], order[i + random.below(order.size() - i)]);
        cells[order[i]] = 0;
    }
    return cells;
}

}  // namespace

// Pearson's correlation, over random subsets S, of the sum of the map over S with f(x) - f(x without S).
double mufidelity(MetricCase& one) {
    const auto height = static_cast<std::size_t>(one.inputs().input.height);
    const auto width = static_cast<std::size_t>(one.inputs().input.width);
    const auto parts = hide_parts(one, [&](std::size_t index, std::span<float> mask) {
        const auto cells = random_cells(Random(one.inputs().options.seed, index));
        for (std::size_t y = 0; y < height; ++y)
            for (std::size_t x = 0; x < width; ++x)
                mask[y * width + x] = cells[y * side / height * side + x * side / width];
    });
    const double found = correlation(parts.attributions, parts.losses);
    if (std::isnan(found))
        throw NoValue("no hidden part changed the score, or all hidden parts have the same sum");
    return found;
}

}  // namespace vinoscope
