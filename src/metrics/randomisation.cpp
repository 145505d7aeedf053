// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "metrics/statistics.hpp"

namespace vinoscope {

// |Spearman's correlation of M with the map of x by the model with random weights|
double randomisation(MetricCase& one) {
    const auto& inputs = one.inputs();
    const auto& whole = one.values();
    const auto random = inputs.explain_randomised();
    require_usable(random);
    const double found = rank_correlation(whole, sample(random, inputs.image, inputs.input));
    if (std::isnan(found))
        throw NoValue("the map of the model with random weights is flat");
    return std::abs(found);
}

}  // namespace vinoscope
