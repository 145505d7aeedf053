// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/file.hpp"
#include "core/text.hpp"
#include "metrics/heatmap.hpp"
#include "render/png16.hpp"
#include "report/run_document.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

using Path = std::filesystem::path;
using Files = std::vector<Path>;

std::string text_of(const Json& json, const char* key) {
    return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
}

Region region_of(const Json& box) {
    return {box[0].get<float>(), box[1].get<float>(), box[2].get<float>(), box[3].get<float>()};
}

/// "tabby" or "281"; of a map of the whole image "image".
std::string target_name(const Json& map) {
    if (const auto label = text_of(map, "label"); !label.empty())
        return label;
    return map["target"].is_number() ? std::to_string(map["target"].get<std::int64_t>()) : "image";
}

SaliencyMap map_of(const Json& json) {
    SaliencyMap map;
    map.values = map_values(json);
    map.height = json.value("height", 0);
    map.width = json.value("width", 0);
    if (json.contains("region"))
        map.region = region_of(json["region"]);
    return map;
}

/// Runs of equal pixels, column by column, those outside first.
std::vector<std::size_t> runs(const std::vector<bool>& inside, std::size_t height, std::size_t width) {
    std::vector<std::size_t> counts = {0};
    bool last = false;
    for (std::size_t x = 0; x < width; ++x)
        for (std::size_t y = 0; y < height; ++y) {
            const bool now = inside[y * width + x];
            if (now != last)
                counts.push_back(0);
            last = now;
            ++counts.back();
        }
    return counts;
}

/// The text in which COCO stores runs: differences to the run before the last, in groups of 5 bits.
std::string compressed(const std::vector<std::size_t>& counts) {
    std::string text;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        auto value = static_cast<std::int64_t>(counts[i]) - (i > 2 ? static_cast<std::int64_t>(counts[i - 2]) : 0);
        for (bool more = true; more;) {
            auto group = value & 0x1F;
            value >>= 5;
            more = (group & 0x10) != 0 ? value != -1 : value != 0;
            group |= more ? 0x20 : 0;
            text += static_cast<char>(group + 48);
        }
    }
    return text;
}

/// Where a map is at least half of its range, in pixels of the image; empty for a map that shows nothing.
struct Hot {
    std::vector<bool> inside;
    std::size_t area = 0;
    Region box;
};

std::optional<Hot> hot_region(const Json& image, const Json& json) {
    const auto map = map_of(json);
    const int height = image.value("height", 0);
    const int width = image.value("width", 0);
    if (text_of(json, "status") != "ok" || map.values.empty() || height < 1 || width < 1)
        return std::nullopt;
    const auto canvas = image_canvas(height, width);
    const auto values = unit_scaled(sample(map, canvas.frame, canvas));
    Hot hot{.inside = std::vector<bool>(values.size()),
            .box = {static_cast<float>(width), static_cast<float>(height), 0, 0}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto place =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
            if (!(values[place] >= 0.5F))
                continue;
            hot.inside[place] = true;
            ++hot.area;
            hot.box = {std::min(hot.box.x1, static_cast<float>(x)),
                       std::min(hot.box.y1, static_cast<float>(y)),
                       std::max(hot.box.x2, static_cast<float>(x + 1)),
                       std::max(hot.box.y2, static_cast<float>(y + 1))};
        }
    return hot.area == 0 ? std::nullopt : std::optional(std::move(hot));
}

template <typename Visit>
void each_map(const Json& run, Visit visit) {
    for (const auto& image : run["images"])
        for (const auto& map : image["maps"])
            visit(image, map);
}

Files write_one(const Path& file, const std::string& text) {
    write_text(file, text);
    return {file};
}

Files to_csv(const Json& run, const Path& file) {
    return write_one(file, maps_csv(run));
}

Files to_json_lines(const Json& run, const Path& file) {
    std::string text;
    each_map(run, [&](const Json& image, const Json& map) {
        Json line = {{"image", image["image"]}, {"image_width", image["width"]}, {"image_height", image["height"]}};
        for (const auto& [key, value] : map.items())
            if (key != "values")
                line[key] = value;
        line["values"] = map_values(map);
        text += dump(line) + "\n";
    });
    return write_one(file, text);
}

Files to_metrics(const Json& run, const Path& file) {
    std::map<std::string, std::pair<double, std::size_t>> sums;
    const auto add = [&](const std::string& name, double value) {
        sums[name].first += value;
        ++sums[name].second;
    };
    std::size_t flips = 0;
    std::size_t failed = 0;
    for (const auto& image : run["images"]) {
        flips += image.value("flip", false) ? 1 : 0;
        failed += image.contains("error") ? 1 : 0;
        if (image.contains("figures"))
            for (const auto& [name, value] : image["figures"].items())
                if (value.is_number())
                    add(name, value.get<double>());
    }
    each_map(run, [&](const Json&, const Json& map) {
        const auto series = text_of(map, "series");
        if (map.contains("metrics"))
            for (const auto& [name, value] : map["metrics"].items())
                if (value.is_number())
                    add(fmt::format("{}.{}", series, name), value.get<double>());
        if (map.contains("verdict"))
            for (const char* status : {"trusted", "unproven", "refuted"})
                add(series + "." + status, text_of(map["verdict"], "status") == status ? 1 : 0);
    });
    Json metrics = {{"images", run["images"].size()}, {"failed", failed}};
    if (text_of(run["manifest"], "command") == "compare")
        metrics["flips"] = flips;
    for (const auto& [name, sum] : sums)
        metrics[name] = sum.first / static_cast<double>(sum.second);
    return write_one(file, dump(metrics, 2) + "\n");
}

Files to_coco(const Json& run, const Path& file) {
    Json images = Json::array();
    Json annotations = Json::array();
    std::map<std::int64_t, std::string> categories;
    std::int64_t image_id = 0;
    for (const auto& image : run["images"]) {
        ++image_id;
        images.push_back(
            {{"id", image_id}, {"file_name", image["image"]}, {"width", image["width"]}, {"height", image["height"]}});
        for (const auto& map : image["maps"]) {
            const auto hot = hot_region(image, map);
            if (!hot)
                continue;
            const auto target = map["target"].is_number() ? map["target"].get<std::int64_t>() : std::int64_t{0};
            // Categories of COCO begin at 1.
            categories[target + 1] = target_name(map);
            const auto height = image["height"].get<std::size_t>();
            const auto width = image["width"].get<std::size_t>();
            annotations.push_back(
                {{"id", annotations.size() + 1},
                 {"image_id", image_id},
                 {"category_id", target + 1},
                 {"segmentation",
                  {{"size", {height, width}}, {"counts", compressed(runs(hot->inside, height, width))}}},
                 {"area", hot->area},
                 {"bbox", {hot->box.x1, hot->box.y1, hot->box.x2 - hot->box.x1, hot->box.y2 - hot->box.y1}},
                 {"iscrowd", 0},
                 {"score", map["score"]},
                 {"series", map["series"]}});
        }
    }
    Json list = Json::array();
    for (const auto& [id, name] : categories)
        list.push_back({{"id", id}, {"name", name}});
    return write_one(file,
                     dump({{"info", {{"description", "regions of saliency maps, at least half of each map's range"}}},
                           {"images", images},
                           {"categories", list},
                           {"annotations", annotations}}) +
                         "\n");
}

Files to_label_studio(const Json& run, const Path& file) {
    Json tasks = Json::array();
    for (const auto& image : run["images"]) {
        Json results = Json::array();
        const double width = std::max(image.value("width", 1), 1);
        const double height = std::max(image.value("height", 1), 1);
        for (const auto& map : image["maps"]) {
            const auto hot = hot_region(image, map);
            if (!hot)
                continue;
            const auto& box = hot->box;
            results.push_back({{"id", fmt::format("map{}", results.size())},
                               {"type", "rectanglelabels"},
                               {"from_name", "label"},
                               {"to_name", "image"},
                               {"original_width", image["width"]},
                               {"original_height", image["height"]},
                               {"image_rotation", 0},
                               {"score", map["score"]},
                               {"value",
                                {{"x", 100 * box.x1 / width},
                                 {"y", 100 * box.y1 / height},
                                 {"width", 100 * (box.x2 - box.x1) / width},
                                 {"height", 100 * (box.y2 - box.y1) / height},
                                 {"rotation", 0},
                                 {"rectanglelabels", {target_name(map)}}}}});
        }
        const auto score = image["predictions"].empty() ? Json() : image["predictions"][0]["score"];
        tasks.push_back(
            {{"data", {{"image", image["image"]}}},
             {"predictions",
              Json::array({{{"model_version", run["manifest"]["version"]}, {"score", score}, {"result", results}}})}});
    }
    return write_one(file, dump(tasks, 2) + "\n");
}

/// The layout of FiftyOne's LegacyFiftyOneDataset, with a 16-bit picture for each map.
Files to_fiftyone(const Json& run, const Path& folder) {
    Files files;
    Json samples = Json::array();
    std::size_t number = 0;
    for (const auto& image : run["images"]) {
        Json sample = {
            {"filepath", path_text(std::filesystem::absolute(text_path(text_of(image, "image"))))},
            {"tags", Json::array()},
            {"metadata", {{"_cls", "ImageMetadata"}, {"width", image["width"]}, {"height", image["height"]}}}};
        if (!image["predictions"].empty()) {
            const auto& best = image["predictions"][0];
            const auto label = text_of(best, "label");
            sample["prediction"] = {{"_cls", "Classification"},
                                    {"label", label.empty() ? best["index"].dump() : label},
                                    {"confidence", best["score"]}};
        }
        std::map<std::string, int> used;
        for (const auto& json : image["maps"]) {
            const auto map = map_of(json);
            if (text_of(json, "status") != "ok" || map.values.empty())
                continue;
            const auto file = folder / "heatmaps" / fmt::format("{:06}.png", number++);
            const auto bytes = encode_png16(map);
            write_text(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
            files.push_back(file);
            auto field = text_of(json, "series");
            std::ranges::replace_if(
                field, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
            field.insert(0, "heatmap_");
            const int count = used[field]++;
            sample[count == 0 ? field : fmt::format("{}_{}", field, count + 1)] = {
                {"_cls", "Heatmap"}, {"map_path", path_text(std::filesystem::absolute(file))}, {"range", {0, 65535}}};
        }
        samples.push_back(std::move(sample));
    }
    write_text(folder / "metadata.json",
               dump({{"name", "vinoscope"}, {"media_type", "image"}, {"info", run["manifest"]}}, 2));
    write_text(folder / "samples.json", dump({{"samples", samples}}, 2));
    files.push_back(folder / "metadata.json");
    files.push_back(folder / "samples.json");
    return files;
}

struct Exporter {
    ExportFormat info;
    Files (*write)(const Json& run, const Path& to);
};

constexpr std::array exporters = {
    Exporter{{"csv", "maps.csv", "CSV with one line per map, for spreadsheets and pandas"}, to_csv},
    Exporter{{"jsonl", "maps.jsonl", "JSON Lines: one document per map, with its values"}, to_json_lines},
    Exporter{{"metrics", "metrics.json", "means as one flat JSON object, for DVC and MLflow"}, to_metrics},
    Exporter{{"coco", "coco.json", "COCO: regions where the map is at least half of its range, as RLE"}, to_coco},
    Exporter{{"label-studio",
              "label_studio.json",
              "Label Studio: tasks with the bounding boxes of these regions as predictions"},
             to_label_studio},
    Exporter{{"fiftyone", "fiftyone", "FiftyOne: a folder with samples and 16-bit heat maps"}, to_fiftyone}};

}  // namespace

std::string maps_csv(const Json& run) {
    std::vector<std::string> metrics;
    std::set<std::string> seen;
    each_map(run, [&](const Json&, const Json& map) {
        if (map.contains("metrics"))
            for (const auto& [name, value] : map["metrics"].items())
                if (seen.insert(name).second)
                    metrics.push_back(name);
    });
    std::string text = "image,series,target,label,score,status,verdict,low,high,mean";
    for (const auto& name : metrics)
        text += "," + csv_field(name);
    text += "\n";
    each_map(run, [&](const Json& image, const Json& map) {
        const auto values = map_values(map);
        const auto target = map["target"].is_number() ? map["target"].dump() : "";
        text += fmt::format("{},{},{},{},{},{},{}",
                            csv_field(text_of(image, "image")),
                            csv_field(text_of(map, "series")),
                            target,
                            csv_field(text_of(map, "label")),
                            map["score"].is_number() ? map["score"].dump() : "",
                            text_of(map, "status"),
                            map.contains("verdict") ? text_of(map["verdict"], "status") : "");
        const bool usable = !values.empty() && text_of(map, "status") != "not_finite";
        double sum = 0;
        for (const float value : values)
            sum += value;
        text += usable ? fmt::format(",{},{},{}",
                                     *std::ranges::min_element(values),
                                     *std::ranges::max_element(values),
                                     sum / static_cast<double>(values.size()))
                       : ",,,";
        for (const auto& name : metrics) {
            const bool known =
                map.contains("metrics") && map["metrics"].contains(name) && map["metrics"][name].is_number();
            text += "," + (known ? map["metrics"][name].dump() : std::string());
        }
        text += "\n";
    });
    return text;
}

std::vector<ExportFormat> export_formats() {
    std::vector<ExportFormat> formats;
    for (const auto& exporter : exporters)
        formats.push_back(exporter.info);
    return formats;
}

std::vector<Path> export_run(const Json& run, std::string_view format, const Path& to) {
    const auto* found = std::ranges::find(exporters, format, [](const Exporter& one) { return one.info.name; });
    if (found == exporters.end()) {
        std::vector<std::string> names;
        for (const auto& exporter : exporters)
            names.emplace_back(exporter.info.name);
        throw Error(ErrorKind::usage,
                    fmt::format("unknown export format \"{}\"{} (expected one of {})",
                                format,
                                did_you_mean(format, names),
                                list_of(names)));
    }
    return found->write(run, to);
}

}  // namespace vinoscope
