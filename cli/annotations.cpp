// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "annotations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope::cli {
namespace {

using Json = nlohmann::ordered_json;
using Objects = std::map<std::string, std::vector<AnnotatedObject>>;

Region corners(const Json& box) {
    const auto [x1, y1, x2, y2] = box.get<std::array<float, 4>>();
    const Region region{x1, y1, x2, y2};
    if (!(x1 < x2 && y1 < y2)) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected a box x1,y1,x2,y2 with an area, found {}", box.dump()));
    }
    return region;
}

/// [x, y, width, height]
Region corners_of_coco(const Json& box) {
    const auto [x, y, width, height] = box.get<std::array<float, 4>>();
    return corners({x, y, x + width, y + height});
}

/// {"images": [{"file": ..., "objects": [{"class": 4, "name": "cross", "box": [x1, y1, x2, y2]}]}]}
Objects read_images(const Json& json) {
    Objects all;
    for (const Json& image : json.at("images")) {
        auto& objects = all[image.at("file").get<std::string>()];
        for (const Json& object : image.at("objects")) {
            AnnotatedObject read{.name = object.value("name", ""), .box = corners(object.at("box"))};
            if (object.contains("class")) {
                read.classes.push_back(object["class"].get<std::int64_t>());
            }
            objects.push_back(std::move(read));
        }
    }
    return all;
}

/// {"cat.jpg": {"boxes": {"cat": [x1, y1, x2, y2], ...}, "main": "cat", "imagenet_ids_of_main": [281, 285]}}
Objects read_files(const Json& json) {
    Objects all;
    for (const auto& [file, image] : json.items()) {
        const std::string main = image.value("main", "");
        for (const auto& [name, box] : image.at("boxes").items()) {
            AnnotatedObject object{.name = name, .box = corners(box)};
            if (name == main) {
                object.classes = image.value("imagenet_ids_of_main", object.classes);
            }
            all[file].push_back(std::move(object));
        }
    }
    return all;
}

/// Boxes of COCO.
/// @param by_position the categories are the classes, in their order; otherwise their names tell
Objects read_coco(const Json& json, bool by_position) {
    std::map<std::int64_t, std::string> files;
    for (const Json& image : json.at("images")) {
        files[image.at("id").get<std::int64_t>()] = image.at("file_name").get<std::string>();
    }
    std::map<std::int64_t, AnnotatedObject> categories;
    for (const Json& category : json.at("categories")) {
        AnnotatedObject object{.name = category.value("name", "")};
        if (by_position) {
            object.classes.push_back(static_cast<std::int64_t>(categories.size()));
        }
        categories[category.at("id").get<std::int64_t>()] = std::move(object);
    }
    Objects all;
    for (const Json& annotation : json.at("annotations")) {
        AnnotatedObject object = categories.at(annotation.at("category_id").get<std::int64_t>());
        object.box = corners_of_coco(annotation.at("bbox"));
        all[files.at(annotation.at("image_id").get<std::int64_t>())].push_back(std::move(object));
    }
    return all;
}

Objects read_objects(const Json& json, bool has_labels) {
    if (!json.is_object()) {
        throw Error(ErrorKind::bad_target, fmt::format("a JSON document of type {}", json.type_name()));
    }
    if (json.contains("annotations") && json.contains("images")) {
        return read_coco(json, !has_labels);
    }
    return json.contains("images") ? read_images(json) : read_files(json);
}

/// The classes of the model that are called so, if any.
std::vector<std::int64_t> classes_called(const std::string& name, const std::vector<std::string>& labels) {
    try {
        return resolve_targets({name}, std::vector<float>(labels.size()), labels);
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

Annotations::Annotations(const std::filesystem::path& file, const std::vector<std::string>& labels) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw Error(ErrorKind::bad_target, fmt::format("--annotations: cannot read {}", path_text(file)));
    }
    try {
        m_objects = read_objects(Json::parse(stream), !labels.empty());
    } catch (const std::exception& error) {
        const std::string reason = error.what();
        throw Error(
            ErrorKind::bad_target,
            fmt::format("--annotations: expected boxes in JSON (of COCO, or as docs/reference/metrics.md shows) in "
                        "{}, found: {}",
                        path_text(file),
                        reason.substr(reason.starts_with('[') ? reason.find("] ") + 2 : 0)));
    }
    for (auto& [name, objects] : m_objects) {
        for (AnnotatedObject& object : objects) {
            if (object.classes.empty() && !object.name.empty()) {
                object.classes = classes_called(object.name, labels);
            }
        }
    }
}

const std::vector<AnnotatedObject>& Annotations::objects(const std::filesystem::path& image) const {
    static const std::vector<AnnotatedObject> none;
    const std::string path = image.generic_string();
    for (const auto& [file, objects] : m_objects) {
        if (path == file || path.ends_with("/" + file)) {
            return objects;
        }
    }
    return none;
}

std::vector<std::int64_t> Annotations::classes(const std::filesystem::path& image) const {
    std::vector<std::int64_t> all;
    for (const AnnotatedObject& object : objects(image)) {
        for (const std::int64_t index : object.classes) {
            if (std::find(all.begin(), all.end(), index) == all.end()) {
                all.push_back(index);
            }
        }
    }
    return all;
}

std::optional<GroundTruth> Annotations::find(const std::filesystem::path& image,
                                             std::int64_t target,
                                             int width,
                                             int height) const {
    GroundTruth truth{.width = width, .height = height};
    for (const AnnotatedObject& object : objects(image)) {
        if (std::find(object.classes.begin(), object.classes.end(), target) != object.classes.end()) {
            truth.boxes.push_back(object.box);
        }
    }
    return truth.boxes.empty() ? std::nullopt : std::optional(std::move(truth));
}

}  // namespace vinoscope::cli
