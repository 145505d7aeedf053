// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/statistics.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace vinoscope {

double mean(std::span<const float> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double correlation(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size() || a.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const double a_mean = mean(a);
    const double b_mean = mean(b);
    double both = 0;
    double a_square = 0;
    double b_square = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - a_mean) * (b[i] - b_mean);
        a_square += (a[i] - a_mean) * (a[i] - a_mean);
        b_square += (b[i] - b_mean) * (b[i] - b_mean);
    }
    return both / std::sqrt(a_square * b_square);
}

}  // namespace vinoscope
