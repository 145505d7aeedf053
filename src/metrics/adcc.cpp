// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/statistics.hpp"

namespace vinoscope {

double harmonic_mean(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) {
        if (value <= 0)
            return 0;
        sum += 1 / value;
    }
    return static_cast<double>(values.size()) / sum;
}

double complexity(MetricCase& one) {
    return mean(one.shares());
}

// 3 / (1 / coherency + 1 / (1 - complexity) + 1 / (1 - average drop))
double adcc(MetricCase& one) {
    return harmonic_mean(std::array{one.coherency(), 1 - complexity(one), 1 - average_drop(one)});
}

// 3 / (1 / ROAD + 1 / coherency + 1 / (1 - complexity)): unlike the average drop, ROAD imputes what is hidden
double arcc(MetricCase& one) {
    return harmonic_mean(std::array{road(one), one.coherency(), 1 - complexity(one)});
}

}  // namespace vinoscope
