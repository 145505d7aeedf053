// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "flags/arguments.hpp"
#include "report/table.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope::cli {
namespace {

constexpr const char* examples =
    "  vinoscope metrics\n"
    "  vinoscope metrics --json";

std::string metrics_text() {
    std::vector<std::vector<std::string>> rows;
    for (const MetricInfo& metric : list_metrics()) {
        rows.push_back({std::string(metric.name),
                        to_string(metric.needs),
                        std::string(metric.range),
                        to_string(metric.better),
                        std::string(metric.summary)});
        rows.push_back({"", "", "", "", std::string(metric.source)});
    }
    return table(rows, 0, {"Metric", "Needs", "Range", "Better", "Description and source"});
}

nlohmann::ordered_json metrics_json() {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const MetricInfo& metric : list_metrics()) {
        json.push_back({{"name", metric.name},
                        {"title", metric.title},
                        {"needs", to_string(metric.needs)},
                        {"range", metric.range},
                        {"better", to_string(metric.better)},
                        {"summary", metric.summary},
                        {"source", metric.source}});
    }
    return json;
}

}  // namespace

int metrics(ArgumentList list) {
    bool json = false;
    Arguments arguments("metrics", "List the metrics of 'vinoscope evaluate'.");
    arguments.flag("--json", json, "Print one JSON document instead of a table");
    arguments.examples(examples);
    if (arguments.parse(list)) {
        print(json ? metrics_json().dump(2) + "\n" : metrics_text());
    }
    return ExitCode::success;
}

}  // namespace vinoscope::cli
