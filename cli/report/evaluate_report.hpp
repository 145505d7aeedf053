// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "commands/evaluate_options.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope::cli {

/// What the metrics say about one map.
struct MapReport {
    std::filesystem::path image;
    std::int64_t target = 0;
    std::string label;                ///< or empty
    std::vector<MetricValue> values;  ///< in the order of the metrics
};

struct MethodReport {
    std::string method;
    double seconds = 0;  ///< for one image, maps of all its targets, metrics left out
    std::vector<MapReport> maps = {};
};

/// A method that does not fit, or an image that cannot be read.
struct Failure {
    std::string name;
    std::string reason;
};

struct EvaluationReport {
    std::vector<std::string> metrics;
    std::vector<MethodReport> methods;
    std::vector<Failure> skipped_methods;
    std::vector<Failure> bad_images;
};

/// Methods and the mean of each metric, with the standard deviation over the maps; several tables where one would be
/// wider than the terminal.
std::string report_text(const EvaluationReport& report);

/// One document (docs/reference/evaluate.schema.json).
std::string report_json(const EvaluationReport& report, const EvaluateJob& job);

/// A line for each map and metric.
std::string report_csv(const EvaluationReport& report);

}  // namespace vinoscope::cli
