// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "metrics/heatmap.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"

namespace vinoscope {

// Of rising values v_1..v_n: sum of (2 k - n - 1) v_k over n times the sum of v_k
double gini_index(std::vector<float> values) {
    std::ranges::sort(values);
    const auto count = static_cast<double>(values.size());
    double weighted = 0;
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        weighted += (2 * static_cast<double>(i) + 1 - count) * values[i];
        sum += values[i];
    }
    return weighted / (count * sum);
}

MetricValue sparseness(const SaliencyMap& map) {
    return value_of([&] {
        require_usable(map);
        return gini_index(unit_scaled(map.values));
    });
}

}  // namespace vinoscope
