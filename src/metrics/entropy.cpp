// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>

#include "metrics/heatmap.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"

namespace vinoscope {

// -sum of p ln p over ln n, with p the values scaled to a sum of 1
double relative_entropy(const std::vector<float>& values) {
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    double entropy = 0;
    for (const double value : values)
        if (value > 0)
            entropy -= value / sum * std::log(value / sum);
    return entropy / std::log(static_cast<double>(values.size()));
}

MetricValue entropy(const SaliencyMap& map) {
    return value_of([&] {
        require_usable(map);
        return relative_entropy(unit_scaled(map.values));
    });
}

}  // namespace vinoscope
