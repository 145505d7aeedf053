// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "report/explain_result.hpp"
#include "terminal/text.hpp"
#include "vinoscope/internal/provenance_json.hpp"

namespace vinoscope::cli {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

/// JSON knows neither NaN nor infinity.
Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

void add_statistics(Json& json, const SaliencyMap& map) {
    const std::vector<float>& values = map.values;
    if (values.empty() || map.status == MapStatus::not_finite) {
        json.update({{"min", nullptr}, {"max", nullptr}, {"mean", nullptr}, {"argmax", nullptr}});
        return;
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const auto highest = std::max_element(values.begin(), values.end()) - values.begin();
    json["min"] = *low;
    json["max"] = *high;
    json["mean"] = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    json["argmax"] = {highest / map.width, highest % map.width};
}

Json box_json(const Region& box) {
    return {box.x1, box.y1, box.x2, box.y2};
}

Json prediction_json(const Prediction& prediction) {
    Json json = {{"index", prediction.index},
                 {"label", text_or_null(prediction.label)},
                 {"score", number_or_null(prediction.score)}};
    if (prediction.box) {
        json["box"] = box_json(*prediction.box);
    }
    return json;
}

Json map_json(const SaliencyMap& map) {
    Json json = Json::object();
    json["target"] = map.target ? Json(*map.target) : Json();
    json["label"] = map.target ? text_or_null(map.label) : Json("per_image_map");
    if (!map.name.empty()) {
        json["name"] = map.name;
    }
    if (map.box) {
        json["box"] = box_json(*map.box);
    }
    json["status"] = to_string(map.status);
    if (map.status != MapStatus::ok) {
        json["reason"] = map.reason;
    }
    json["height"] = map.height;
    json["width"] = map.width;
    add_statistics(json, map);
    if (!map.standard_error.empty()) {
        const std::vector<float>& errors = map.standard_error;
        json["standard_error"] =
            std::accumulate(errors.begin(), errors.end(), 0.0) / static_cast<double>(errors.size());
    }
    if (map.completeness_gap) {
        json["completeness_gap"] = number_or_null(*map.completeness_gap);
    }
    json["files"] = Json::object();
    return json;
}

Json verdict_json(const Verdict& verdict) {
    Json figures = Json::object();
    for (const auto& [name, value] : verdict.figures) {
        figures[name] = number_or_null(value);
    }
    return {{"status", to_string(verdict.status)},
            {"reasons", verdict.reasons},
            {"figures", figures},
            {"inferences", verdict.inferences}};
}

}  // namespace

Json image_json(const ImageResult& result) {
    const Explanation& explanation = result.explanation;
    Json json = Json::object();
    json["image"] = path_text(result.image);
    if (result.error.empty()) {
        json["width"] = explanation.image.width();
        json["height"] = explanation.image.height();
    }
    json["predictions"] = Json::array();
    for (const Prediction& prediction : explanation.predictions) {
        json["predictions"].push_back(prediction_json(prediction));
    }
    if (explanation.nothing_found) {
        const auto& [threshold, best] = *explanation.nothing_found;
        json["nothing_found"] = {{"threshold", threshold}, {"best", best ? prediction_json(*best) : Json()}};
    }
    json["explanations"] = Json::array();
    for (const SaliencyMap& map : explanation.maps) {
        json["explanations"].push_back(map_json(map));
    }
    for (std::size_t i = 0; i < explanation.verdicts.size(); ++i) {
        json["explanations"][i]["verdict"] = verdict_json(explanation.verdicts[i]);
    }
    for (const SavedFile& file : result.files) {
        json["explanations"][file.map]["files"][to_string(file.format)] = path_text(file.path);
    }
    if (!explanation.notes.empty()) {
        json["notes"] = explanation.notes;
    }
    if (!result.error.empty()) {
        json["error"] = result.error;
    }
    return json;
}

Json provenance_json(const Provenance& provenance, const std::vector<Decision>& decisions) {
    Json lines = Json::array();
    for (const Decision& decision : decisions) {
        lines.push_back(decision.text);
    }
    Json json = vinoscope::provenance_json(provenance);
    json["inferences"] = provenance.inferences;
    json["decisions"] = lines;
    return json;
}

Json seconds_json(const RunSeconds& seconds) {
    return {{"read_model", seconds.read_model},
            {"compile", seconds.compile},
            {"decode", seconds.decode},
            {"infer", seconds.infer},
            {"explain", seconds.explain},
            {"render", seconds.render},
            {"write", seconds.write},
            {"total", seconds.total}};
}

}  // namespace vinoscope::cli
