// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "metrics/metric_case.hpp"
#include "vinoscope/metrics.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {

/// One row: what users read, and the function that computes it.
struct Metric {
    MetricInfo info;
    double (*run)(MetricCase&);
    std::vector<Option<MetricOptions>> options = {};  ///< that it reads
};

/// All metrics; the only list of them.
std::span<const Metric> metric_table();

/// The metric called `name`. @throws Error (usage) with the nearest names.
const Metric& find_metric(std::string_view name);

/// The number, or why there is none: what the metric needs is not there, or the map has no such number.
MetricValue measure(const Metric& metric, MetricCase& one);

}  // namespace vinoscope
