// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "dataset/image_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "core/checksum.hpp"
#include "dataset/tar.hpp"
#include "render/npy.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// In the order of ErrorKind.
constexpr std::array<std::string_view, 8> kind_names = {
    "usage", "bad_model", "bad_image", "bad_target", "unsupported", "device", "io", "cancelled"};

Json map_json(const SaliencyMap& map) {
    auto json = map_facts_json(map);
    json["signed"] = map.is_signed;
    json["height"] = map.height;
    json["width"] = map.width;
    return json;
}

// One array for each group of consecutive maps of one size.
std::span<const SaliencyMap> group_from(const std::vector<SaliencyMap>& maps, std::size_t first) {
    std::size_t end = first + 1;
    while (end < maps.size() && maps[end].height == maps[first].height && maps[end].width == maps[first].width)
        ++end;
    return std::span(maps).subspan(first, end - first);
}

std::string string_at(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

float score_of(const Json& json) {
    const auto& score = json.at("score");
    return score.is_number() ? score.get<float>() : std::numeric_limits<float>::quiet_NaN();
}

std::optional<Region> region_at(const Json& json, const char* key) {
    if (!json.contains(key))
        return std::nullopt;
    const auto [x1, y1, x2, y2] = json[key].get<std::array<float, 4>>();
    return Region{x1, y1, x2, y2};
}

MapStatus status_called(const std::string& name) {
    for (const auto status : {MapStatus::flat, MapStatus::not_finite, MapStatus::lost, MapStatus::nearly_flat})
        if (name == to_string(status))
            return status;
    return MapStatus::ok;
}

// Sides of maps are those of layers and images.
int side_at(const Json& json, const char* key) {
    constexpr std::int64_t longest = 1 << 16;
    const auto side = json.at(key).get<std::int64_t>();
    if (side < 1 || side > longest)
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected a {} of a map from 1 to {}, found {}", key, longest, side));
    return static_cast<int>(side);
}

SaliencyMap map_of(const Json& json) {
    SaliencyMap map;
    if (json.at("target").is_number())
        map.target = json["target"].get<std::int64_t>();
    map.label = string_at(json, "label");
    map.name = string_at(json, "name");
    if (json.at("score").is_number())
        map.score = json["score"].get<float>();
    map.status = status_called(json.at("status").get<std::string>());
    map.reason = string_at(json, "reason");
    map.box = region_at(json, "box");
    map.region = region_at(json, "region");
    map.of_pixels = json.at("of_pixels").get<bool>();
    map.is_signed = json.at("signed").get<bool>();
    map.height = side_at(json, "height");
    map.width = side_at(json, "width");
    return map;
}

}  // namespace

ImageRecord::ImageRecord(std::size_t position, const DatasetResult& result)
    : m_line({{"image", result.image},
              {"status", result.error ? "failed" : "done"},
              {"reason", text_or_null(result.reason)},
              {"predictions", predictions_json(result.predictions)},
              {"maps", Json::array()}}) {
    if (result.error)
        m_line["error"] = kind_names.at(static_cast<std::size_t>(*result.error));
    const auto& maps = result.maps;
    for (std::size_t first = 0, number = 0; first < maps.size(); ++number) {
        const auto group = group_from(maps, first);
        const auto name =
            number == 0 ? fmt::format("{:09}.npy", position) : fmt::format("{:09}.{}.npy", position, number);
        const auto values = m_members.size() + tar_block + npy_header_size(group);
        append_tar_member(m_members, name, encode_npy(group));
        for (std::size_t i = 0; i < group.size(); ++i) {
            auto json = map_json(group[i]);
            json["member"] = name;
            json["index"] = i;
            const std::size_t size = group[i].values.size() * sizeof(float);
            m_offsets.push_back(values + i * size);
            json["checksum"] = checksum_hex(std::span(m_members).subspan(m_offsets.back(), size));
            m_line["maps"].push_back(std::move(json));
        }
        first += group.size();
    }
}

std::string ImageRecord::line(const std::string& file, std::size_t offset) const {
    auto line = m_line;
    for (std::size_t i = 0; i < m_offsets.size(); ++i) {
        line["maps"][i]["file"] = file;
        line["maps"][i]["offset"] = offset + m_offsets[i];
    }
    return dump(line) + "\n";
}

ErrorKind kind_of(std::string_view name) {
    const auto* const found = std::find(kind_names.begin(), kind_names.end(), name);
    return found == kind_names.end() ? ErrorKind::device : static_cast<ErrorKind>(found - kind_names.begin());
}

DatasetResult result_of(const Json& line) {
    DatasetResult result;
    result.image = line.at("image").get<std::string>();
    if (line.at("status") == "failed")
        result.error = kind_of(string_at(line, "error"));
    result.reason = string_at(line, "reason");
    for (const auto& json : line.at("predictions")) {
        Prediction prediction;
        prediction.index = json.at("index").get<std::int64_t>();
        prediction.label = string_at(json, "label");
        prediction.score = score_of(json);
        prediction.box = region_at(json, "box");
        result.predictions.push_back(std::move(prediction));
    }
    for (const auto& json : line.at("maps"))
        result.maps.push_back(map_of(json));
    return result;
}

MapPlace place_of(const Json& map) {
    const auto cells =
        static_cast<std::size_t>(side_at(map, "height")) * static_cast<std::size_t>(side_at(map, "width"));
    return {map.at("file").get<std::string>(),
            map.at("offset").get<std::size_t>(),
            cells * sizeof(float),
            string_at(map, "checksum")};
}

std::string checksum_hex(std::span<const std::byte> bytes) {
    return fmt::format("{:016x}", checksum_of(bytes));
}

}  // namespace vinoscope
