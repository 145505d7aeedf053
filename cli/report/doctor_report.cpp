// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "report/doctor_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "report/table.hpp"
#include "terminal/terminal.hpp"

namespace vinoscope::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Json = nlohmann::ordered_json;

std::string section(const std::string& title, const Rows& rows, const std::string& otherwise) {
    return fmt::format("\n{}\n{}", styled(title, Style::bold), rows.empty() ? "  " + otherwise + "\n" : table(rows, 2));
}

std::string magnitude(std::size_t count) {
    const auto value = static_cast<double>(count);
    return count < 1000      ? std::to_string(count)
           : count < 1000000 ? fmt::format("{:.1f} thousand", value / 1e3)
                             : fmt::format("{:.1f} million", value / 1e6);
}

Rows port_rows(const std::vector<PortInfo>& ports) {
    Rows rows;
    for (const PortInfo& port : ports) {
        rows.push_back({port.name, port.type, port.shape, port.role});
    }
    return rows;
}

Rows layer_rows(const std::vector<SpatialLayerInfo>& layers) {
    Rows rows;
    for (const SpatialLayerInfo& layer : layers) {
        rows.push_back({layer.chosen ? "*" : "",
                        layer.name,
                        layer.type,
                        layer.shape,
                        fmt::format("{}x{} grid", layer.height, layer.width)});
    }
    return rows;
}

/// "* yolo", its task, the trust in it and why; `taken` is the decoder of the one that is taken.
Rows reading_rows(const std::vector<ReadingInfo>& readings, const std::string& taken) {
    Rows rows;
    for (const ReadingInfo& reading : readings) {
        std::string text = reading.evidence;
        if (!reading.doubts.empty()) {
            text += fmt::format("; but {}", fmt::join(reading.doubts, ", and "));
        }
        rows.push_back(
            {reading.decoder == taken ? "*" : "", reading.decoder, reading.task, to_string(reading.trust), text});
    }
    return rows;
}

std::string task_text(const Diagnosis& diagnosis) {
    if (diagnosis.decoder.empty()) {
        return diagnosis.unknown.empty() ? diagnosis.task : fmt::format("{}: {}", diagnosis.task, diagnosis.unknown);
    }
    return fmt::format("{} (decoder {}, {})", diagnosis.task, diagnosis.decoder, to_string(diagnosis.trust));
}

Json readings_json(const std::vector<ReadingInfo>& readings) {
    Json json = Json::array();
    for (const ReadingInfo& reading : readings) {
        json.push_back({{"decoder", reading.decoder},
                        {"task", reading.task},
                        {"trust", to_string(reading.trust)},
                        {"evidence", reading.evidence},
                        {"doubts", reading.doubts}});
    }
    return json;
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

/// Methods that fail for one reason stand one below the other, and the reason behind the first of them, unless the
/// report has given it above, in `given`.
Rows method_rows(const std::vector<MethodFit>& methods, const std::vector<std::string>& given) {
    Rows rows;
    std::vector<std::string> grouped;
    for (const MethodFit& method : methods) {
        if (method.works) {
            rows.push_back({method.method, styled("works", Style::green), method.reason});
        } else if (!contains(grouped, method.reason)) {
            grouped.push_back(method.reason);
            std::string reason = contains(given, method.reason) ? "for the reason stated above" : method.reason;
            for (const MethodFit& other : methods) {
                if (!other.works && other.reason == method.reason) {
                    rows.push_back({other.method, styled("does not work", Style::red), reason});
                    reason = "for the same reason";
                }
            }
        }
    }
    return rows;
}

Rows line_rows(const std::vector<std::string>& lines) {
    Rows rows;
    for (const std::string& line : lines) {
        rows.push_back({line});
    }
    return rows;
}

Json ports_json(const std::vector<PortInfo>& ports) {
    Json json = Json::array();
    for (const PortInfo& port : ports) {
        json.push_back({{"name", port.name}, {"type", port.type}, {"shape", port.shape}, {"role", port.role}});
    }
    return json;
}

Json layers_json(const std::vector<SpatialLayerInfo>& layers) {
    Json json = Json::array();
    for (const SpatialLayerInfo& layer : layers) {
        json.push_back({{"name", layer.name},
                        {"type", layer.type},
                        {"shape", layer.shape},
                        {"height", layer.height},
                        {"width", layer.width},
                        {"chosen", layer.chosen}});
    }
    return json;
}

Json methods_json(const std::vector<MethodFit>& methods) {
    Json json = Json::array();
    for (const MethodFit& method : methods) {
        json.push_back({{"method", method.method}, {"works", method.works}, {"reason", method.reason}});
    }
    return json;
}

}  // namespace

std::string diagnosis_text(const Diagnosis& diagnosis) {
    std::vector<std::string> given = diagnosis.preprocess;
    given.push_back(diagnosis.unknown);
    const Rows facts = {
        {"Format", diagnosis.format},
        {"Weights", fmt::format("{}, {} parameters", diagnosis.precision, magnitude(diagnosis.parameters))},
        {"Operations", std::to_string(diagnosis.operations)},
        {"Task", task_text(diagnosis)},
        {"Labels", diagnosis.labels == 0 ? "none in the model; pass --labels FILE" : std::to_string(diagnosis.labels)}};
    return styled(diagnosis.model, Style::bold) + "\n" + table(facts, 2) +
           section("Inputs", port_rows(diagnosis.inputs), "none") +
           section("Outputs", port_rows(diagnosis.outputs), "none") +
           section("Decoders that fit the outputs (* is used by explain; choose another with --decoder)",
                   reading_rows(diagnosis.readings, diagnosis.decoder),
                   "none") +
           section("Preprocessing",
                   line_rows(diagnosis.preprocess),
                   "not stored in the model; pass --mean and --scale, or --preset") +
           section("Spatial layers, last first (* is the target layer chosen automatically)",
                   layer_rows(diagnosis.spatial_layers),
                   "none") +
           section("Methods", method_rows(diagnosis.methods, given), "none") +
           fmt::format("\nNext: {}\n", styled(diagnosis.next, Style::bold));
}

std::string diagnosis_json(const Diagnosis& diagnosis) {
    const Json json = {{"model", diagnosis.model},
                       {"format", diagnosis.format},
                       {"precision", diagnosis.precision},
                       {"operations", diagnosis.operations},
                       {"parameters", diagnosis.parameters},
                       {"inputs", ports_json(diagnosis.inputs)},
                       {"outputs", ports_json(diagnosis.outputs)},
                       {"task", diagnosis.task},
                       {"decoder", diagnosis.decoder},
                       {"trust", diagnosis.decoder.empty() ? "" : to_string(diagnosis.trust)},
                       {"readings", readings_json(diagnosis.readings)},
                       {"unknown", diagnosis.unknown},
                       {"preprocess", diagnosis.preprocess},
                       {"labels", diagnosis.labels},
                       {"spatial_layers", layers_json(diagnosis.spatial_layers)},
                       {"methods", methods_json(diagnosis.methods)},
                       {"next", diagnosis.next}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace vinoscope::cli
