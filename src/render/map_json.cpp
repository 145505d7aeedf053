// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/map_json.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

namespace vinoscope {
namespace {

using Json = nlohmann::ordered_json;

Json rows_of(const std::vector<float>& values, std::size_t width) {
    Json rows = Json::array();
    for (std::size_t begin = 0; begin + width <= values.size(); begin += width)
        rows.push_back(std::span(values).subspan(begin, width));
    return rows;
}

Json region_json(const Region& region) {
    return {region.x1, region.y1, region.x2, region.y2};
}

}  // namespace

std::vector<std::byte> encode_json(const SaliencyMap& map) {
    Json json = Json::object();  // a null that becomes an object crashes when memory runs out
    json["target"] = map.target ? Json(*map.target) : Json();
    if (!map.label.empty())
        json["label"] = map.label;
    if (!map.name.empty())
        json["name"] = map.name;
    if (map.score)
        json["score"] = *map.score;
    if (map.box)
        json["box"] = region_json(*map.box);
    if (map.region)
        json["region"] = region_json(*map.region);
    json["status"] = to_string(map.status);
    if (!map.reason.empty())
        json["reason"] = map.reason;
    json["height"] = map.height;
    json["width"] = map.width;
    const auto width = static_cast<std::size_t>(std::max(map.width, 1));
    json["values"] = rows_of(map.values, width);
    if (!map.standard_error.empty())
        json["standard_error"] = rows_of(map.standard_error, width);
    if (map.completeness_gap)
        json["completeness_gap"] = *map.completeness_gap;
    const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    std::vector<std::byte> bytes;
    std::ranges::transform(text, std::back_inserter(bytes), [](char c) { return static_cast<std::byte>(c); });
    return bytes;
}

}  // namespace vinoscope
