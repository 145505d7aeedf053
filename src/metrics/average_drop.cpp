// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"

namespace vinoscope {

// max(0, f(x) - f(x * M)) / f(x)
double average_drop(MetricCase& one) {
    const double whole = one.inputs().image_score;
    if (whole <= 0)
        throw NoValue("the score of the image is not above 0, so that it has no share to lose");
    return std::max(0.0, whole - one.masked_score()) / whole;
}

// 1 where f(x * M) > f(x)
double increase_in_confidence(MetricCase& one) {
    return one.masked_score() > one.inputs().image_score ? 1 : 0;
}

}  // namespace vinoscope
