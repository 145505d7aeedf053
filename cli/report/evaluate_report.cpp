// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "report/evaluate_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/table.hpp"
#include "terminal/terminal.hpp"
#include "terminal/text.hpp"
#include "vinoscope/comparison.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Of one metric over the maps of one method.
struct Summary {
    std::size_t count = 0;    ///< maps that have a value
    std::size_t missing = 0;  ///< maps that have none
    double mean = 0;
    double deviation = 0;  ///< standard deviation of a sample; 0 for a single map
};

Summary summarize(const MethodReport& method, std::size_t metric) {
    Summary summary;
    double sum = 0;
    for (const MapReport& map : method.maps) {
        summary.count += map.values[metric].value ? 1 : 0;
        sum += map.values[metric].value.value_or(0);
    }
    summary.missing = method.maps.size() - summary.count;
    summary.mean = summary.count == 0 ? 0 : sum / static_cast<double>(summary.count);
    double squares = 0;
    for (const MapReport& map : method.maps) {
        const double difference = map.values[metric].value.value_or(summary.mean) - summary.mean;
        squares += difference * difference;
    }
    summary.deviation = summary.count < 2 ? 0 : std::sqrt(squares / static_cast<double>(summary.count - 1));
    return summary;
}

/// Three decimals, or two digits where those would show nothing.
/// The values of the maps that have one, and those of another method for the same maps.
struct Pairs {
    std::vector<double> own;
    std::vector<double> differences;
};

Pairs pair(const MethodReport& method, const MethodReport& other, std::size_t metric) {
    Pairs pairs;
    for (std::size_t i = 0; i < method.maps.size(); ++i) {
        const MetricValue& value = method.maps[i].values[metric];
        if (value.value) {
            pairs.own.push_back(*value.value);
        }
        const MetricValue* compared = i < other.maps.size() ? &other.maps[i].values[metric] : nullptr;
        if (value.value && compared != nullptr && compared->value) {
            pairs.differences.push_back(*value.value - *compared->value);
        }
    }
    return pairs;
}

std::string rounded(double value) {
    return std::abs(value) < 0.0095 && value != 0 ? fmt::format("{:.2g}", value) : fmt::format("{:.3f}", value);
}

std::string cell(const Summary& summary) {
    if (summary.count == 0) {
        return "-";
    }
    const std::string mean = rounded(summary.mean);
    const std::string deviation =
        summary.count < 2 ? "" : (shows_unicode() ? " ±" : " +-") + rounded(summary.deviation);
    const std::string missing =
        summary.missing == 0 ? "" : fmt::format(" ({} of {})", summary.count, summary.count + summary.missing);
    return mean + deviation + missing;
}

std::string title(const std::string& metric) {
    const bool higher = metric_info(metric).better == Better::higher;
    return metric + (shows_unicode() ? (higher ? " ↑" : " ↓") : (higher ? " +" : " -"));
}

/// One column of the table: its title, then a cell for each method.
std::vector<std::string> column(const EvaluationReport& report, std::size_t metric) {
    std::vector<std::string> cells = {title(report.metrics[metric])};
    for (const MethodReport& method : report.methods) {
        cells.push_back(cell(summarize(method, metric)));
    }
    return cells;
}

std::vector<std::string> method_column(const EvaluationReport& report) {
    std::vector<std::string> cells = {"Method"};
    for (const MethodReport& method : report.methods) {
        cells.push_back(method.method);
    }
    return cells;
}

std::size_t width_of(const std::vector<std::string>& cells) {
    std::size_t width = 0;
    for (const std::string& text : cells) {
        width = std::max(width, display_width(text) + 2);
    }
    return width;
}

std::string table_of(const std::vector<std::vector<std::string>>& columns) {
    std::vector<std::vector<std::string>> rows(columns[0].size());
    for (const std::vector<std::string>& cells : columns) {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            rows[row].push_back(cells[row]);
        }
    }
    const std::vector<std::string> header = rows.front();
    rows.erase(rows.begin());
    return table(rows, 0, header);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json summary_json(const Summary& summary) {
    const bool any = summary.count > 0;
    return {{"mean", any ? Json(summary.mean) : Json()},
            {"standard_deviation", summary.count > 1 ? Json(summary.deviation) : Json()},
            {"count", summary.count},
            {"missing", summary.missing}};
}

Json map_json(const MapReport& map, const std::vector<std::string>& metrics) {
    Json values = Json::object();
    Json reasons = Json::object();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const MetricValue& found = map.values[i];
        values[metrics[i]] = found.value ? Json(*found.value) : Json();
        if (!found.value) {
            reasons[metrics[i]] = found.reason;
        }
    }
    return {{"image", path_text(map.image)},
            {"target", map.target},
            {"label", text_or_null(map.label)},
            {"values", values},
            {"reasons", reasons}};
}

/// A mean with its 95 % bootstrap interval over the maps, or null.
Json interval_json(const std::vector<double>& values) {
    const std::optional<SampleSummary> summary = summarise(values);
    return summary && summary->count > 1 ? Json({summary->interval_low, summary->interval_high}) : Json();
}

Json method_json(const MethodReport& method, const EvaluationReport& report) {
    const std::vector<std::string>& metrics = report.metrics;
    Json json = {{"method", method.method}, {"seconds", method.seconds}};
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        json["summary"][metrics[i]] = summary_json(summarize(method, i));
        if (const Json interval = interval_json(pair(method, method, i).own); !interval.is_null()) {
            json["summary"][metrics[i]]["interval"] = interval;
        }
        Json differences = Json::object();
        for (const MethodReport& other : report.methods) {
            const Pairs pairs = pair(method, other, i);
            if (&other != &method && !pairs.differences.empty()) {
                differences[other.method] = {{"mean", summarise(pairs.differences)->mean},
                                             {"interval", interval_json(pairs.differences)},
                                             {"count", pairs.differences.size()}};
            }
        }
        json["differences"][metrics[i]] = differences;
    }
    json["maps"] = Json::array();
    for (const MapReport& map : method.maps) {
        json["maps"].push_back(map_json(map, metrics));
    }
    return json;
}

Json metric_json(const MetricInfo& metric) {
    return {{"name", metric.name},
            {"title", metric.title},
            {"range", metric.range},
            {"better", to_string(metric.better)},
            {"source", metric.source}};
}

Json options_json(const EvaluateJob& job) {
    const MetricOptions& options = job.evaluator.metrics;
    return {{"steps", options.steps},
            {"baseline", options.baseline},
            {"subsets", options.subsets},
            {"noisy_images", options.noisy_images},
            {"noise", options.noise},
            {"tolerance", options.tolerance},
            {"threshold", options.threshold},
            {"seed", options.seed},
            {"device", job.evaluator.model.device},
            {"precision", name_of(job.evaluator.model.precision)}};
}

Json failures_json(const std::vector<Failure>& failures, const char* what) {
    Json json = Json::array();
    for (const Failure& failure : failures) {
        json.push_back({{what, failure.name}, {"reason", failure.reason}});
    }
    return json;
}

/// As RFC 4180 wants it.
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char letter : text) {
        quoted += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    return quoted + "\"";
}

}  // namespace

std::string report_text(const EvaluationReport& report) {
    const std::size_t width = terminal_width(Stream::out, 120);
    const std::vector<std::string> methods = method_column(report);
    std::vector<std::vector<std::string>> columns = {methods};
    std::size_t used = width_of(methods);
    std::string text;
    for (std::size_t i = 0; i < report.metrics.size(); ++i) {
        std::vector<std::string> cells = column(report, i);
        if (columns.size() > 1 && used + width_of(cells) > width) {
            text += table_of(columns) + "\n";
            columns = {methods};
            used = width_of(methods);
        }
        used += width_of(cells);
        columns.push_back(std::move(cells));
    }
    return text + table_of(columns);
}

std::string report_json(const EvaluationReport& report, const EvaluateJob& job) {
    Json document = {{"model", path_text(job.model)}, {"version", version()}, {"openvino_version", openvino_version()}};
    document["options"] = options_json(job);
    document["metrics"] = Json::array();
    for (const std::string& metric : report.metrics) {
        document["metrics"].push_back(metric_json(metric_info(metric)));
    }
    document["methods"] = Json::array();
    for (const MethodReport& method : report.methods) {
        document["methods"].push_back(method_json(method, report));
    }
    document["skipped_methods"] = failures_json(report.skipped_methods, "method");
    document["bad_images"] = failures_json(report.bad_images, "image");
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string report_csv(const EvaluationReport& report) {
    std::string text = "method,image,target,label,metric,value,reason\n";
    for (const MethodReport& method : report.methods) {
        for (const MapReport& map : method.maps) {
            for (std::size_t i = 0; i < report.metrics.size(); ++i) {
                const MetricValue& found = map.values[i];
                text += fmt::format("{},{},{},{},{},{},{}\n",
                                    method.method,
                                    csv_field(path_text(map.image)),
                                    map.target,
                                    csv_field(map.label),
                                    report.metrics[i],
                                    found.value ? fmt::format("{}", *found.value) : "",
                                    csv_field(found.reason));
            }
        }
    }
    return text;
}

}  // namespace vinoscope::cli
