// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "metrics/heatmap.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t portions = 9;  // 10 %, 20 % .. 90 % of the pixels are removed

}  // namespace

// Mean over p of f(x without the share p of its weakest pixels) - f(x without that of its strongest).
double road(MetricCase& one) {
    const auto rank = ranks(one.values());
    const auto scores = one.inputs().imputed_score(2 * portions, [&](std::size_t index, std::span<float> mask) {
        const auto removed = rank.size() * (index % portions + 1) / (portions + 1);
        const bool weakest = index < portions;
        std::ranges::transform(rank, mask.begin(), [&](std::size_t place) {
            return weakest ? place < rank.size() - removed : place >= removed;
        });
    });
    double sum = 0;
    for (std::size_t i = 0; i < portions; ++i)
        sum += static_cast<double>(scores[i]) - scores[portions + i];
    return sum / portions;
}

}  // namespace vinoscope
