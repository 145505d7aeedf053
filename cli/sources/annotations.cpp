// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "sources/annotations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

#include "sources/annotation_files.hpp"
#include "terminal/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t largest_integer = std::int64_t{1} << 53U;  ///< that JSON keeps in every reader
using Objects = std::map<std::string, std::vector<AnnotatedObject>>;

/// JSON also converts true, 4.7 and 1e30 to integers.
std::int64_t integer(const Json& json) {
    if (json.is_number_integer() && !(json.is_number_unsigned() && json.get<std::int64_t>() < 0)) {  // beyond 64 bits
        return json.get<std::int64_t>();
    }
    const double value = json.is_number_float() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(std::abs(value) <= static_cast<double>(largest_integer)) || value != std::floor(value)) {
        throw Error(ErrorKind::bad_target, fmt::format("expected a whole number of 64 bits, found {}", json.dump()));
    }
    return static_cast<std::int64_t>(value);
}

std::int64_t class_index(const Json& json) {
    const std::int64_t index = integer(json);
    require_class(index);
    return index;
}

/// A number from 1 to the longest side.
int side_of(const Json& json) {
    const std::int64_t side = integer(json);
    if (side < 1 || side > longest_side) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected a size in pixels, from 1 to {}, found {}", longest_side, json.dump()));
    }
    return static_cast<int>(side);
}

std::vector<float> numbers(const Json& json) {
    if (!json.is_array() || !std::ranges::all_of(json, &Json::is_number)) {
        throw Error(ErrorKind::bad_target, fmt::format("expected a list of numbers, found {}", json.dump()));
    }
    return json.get<std::vector<float>>();
}

Region region_of(const Json& json) {
    const std::vector<float> sides = numbers(json);
    if (sides.size() != 4) {
        throw Error(ErrorKind::bad_target, fmt::format("expected a box of 4 numbers, found {}", json.dump()));
    }
    return {sides[0], sides[1], sides[2], sides[3]};
}

Region corners(const Json& box) {
    const Region region = region_of(box);
    require_box(region);
    return region;
}

/// [x, y, width, height], which may be empty where a segmentation takes its place
Region corners_of_coco(const Json& box, bool may_be_empty) {
    const auto [x, y, width, height] = region_of(box);
    for (const float side : {x, y, width, height}) {
        require_coordinate(side);
    }
    if (width < 0 || height < 0) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected a box x,y,width,height, found a negative size in {}", box.dump()));
    }
    const Region region{x, y, x + width, y + height};
    if (!may_be_empty) {
        require_box(region);
    }
    return region;
}

std::vector<float> polygon_of(const Json& json) {
    std::vector<float> corners = numbers(json);
    std::ranges::for_each(corners, require_coordinate);
    if (corners.size() < 6 || corners.size() % 2 != 0) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected a polygon of at least 3 corners x,y, found {} numbers", corners.size()));
    }
    return corners;
}

constexpr std::int64_t longest_run = longest_side * longest_side;

/// The lengths of runs that COCO packs into a text: groups of 5 bits, as differences to the run before the last.
std::vector<std::int64_t> unpacked_runs(const std::string& text) {
    std::vector<std::int64_t> runs;
    for (std::size_t i = 0; i < text.size();) {
        std::int64_t value = 0;
        unsigned shift = 0;
        bool more = true;
        while (more) {
            const std::int64_t group = i < text.size() ? static_cast<std::int64_t>(text[i++]) - 48 : -1;
            if (group < 0 || group > 63 || shift > 55) {
                throw Error(ErrorKind::bad_target, "expected a COCO run-length encoding, found an invalid character");
            }
            value |= (group & 0x1F) << shift;
            shift += 5;
            more = (group & 0x20) != 0;
            if (!more && (group & 0x10) != 0) {
                value -= std::int64_t{1} << shift;
            }
        }
        runs.push_back(runs.size() > 2 ? value + runs[runs.size() - 2] : value);
        if (runs.back() < 0 || runs.back() > longest_run) {
            throw Error(ErrorKind::bad_target, "expected a COCO run-length encoding, found a length out of range");
        }
    }
    return runs;
}

std::vector<std::int64_t> integers(const Json& json) {
    std::vector<std::int64_t> values;
    for (const Json& value : json) {
        values.push_back(integer(value));
    }
    return values;
}

ObjectMask mask_of_runs(const Json& json) {
    const int height = side_of(json.at("size").at(0));
    const int width = side_of(json.at("size").at(1));
    const Json& counts = json.at("counts");
    ObjectMask mask{height, width, counts.is_string() ? unpacked_runs(counts.get<std::string>()) : integers(counts)};
    if (std::ranges::any_of(mask.runs, [](std::int64_t run) { return run < 0 || run > longest_run; })) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected a mask with a size and run lengths (counts), found {}", json.dump()));
    }
    std::int64_t left = std::int64_t{height} * width;
    for (const std::int64_t run : mask.runs) {
        left -= run;
        if (left < 0) {
            break;
        }
    }
    if (left != 0) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected run lengths that add up to {} pixels in a mask of {}x{}, found {}",
                                std::int64_t{height} * width,
                                width,
                                height,
                                left < 0 ? "more" : fmt::format("{} fewer", left)));
    }
    return mask;
}

/// {"images": [{"file": ..., "objects": [{"class": 4, "name": "cross", "box": [x1, y1, x2, y2]}]}]}
Objects read_images(const Json& json) {
    Objects all;
    for (const Json& image : json.at("images")) {
        auto& objects = all[image.at("file").get<std::string>()];
        for (const Json& object : image.at("objects")) {
            AnnotatedObject read{.name = object.value("name", ""), .box = corners(object.at("box"))};
            if (object.contains("class")) {
                read.classes.push_back(class_index(object["class"]));
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
            if (name == main && image.contains("imagenet_ids_of_main")) {
                object.classes = integers(image["imagenet_ids_of_main"]);
                std::ranges::for_each(object.classes, require_class);
            }
            all[file].push_back(std::move(object));
        }
    }
    return all;
}

/// What an annotation refers to by its number.
template <typename Value>
const Value& named(const std::map<std::int64_t, Value>& all, const Json& annotation, const char* key) {
    const auto found = all.find(integer(annotation.at(key)));
    if (found == all.end()) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected an annotation of a listed {}, found {}", key, annotation.at(key).dump()));
    }
    return found->second;
}

/// Boxes of COCO.
/// @param by_position the categories are the classes, in their order; otherwise their names tell
Objects read_coco(const Json& json, bool by_position) {
    const auto require_same = [](const char* key, std::int64_t id, const std::string& first, const std::string& name) {
        if (first != name) {
            throw Error(
                ErrorKind::bad_target,
                fmt::format("expected {} of different ids, found '{}' and '{}' of id {}", key, first, name, id));
        }
    };
    std::map<std::int64_t, std::string> files;
    for (const Json& image : json.at("images")) {
        for (const char* side : {"width", "height"}) {
            if (image.contains(side)) {
                side_of(image[side]);
            }
        }
        const std::int64_t id = integer(image.at("id"));
        const std::string name = image.at("file_name").get<std::string>();
        require_same("images", id, files.emplace(id, name).first->second, name);
    }
    std::map<std::int64_t, AnnotatedObject> categories;
    for (const Json& category : json.at("categories")) {
        AnnotatedObject object{.name = category.value("name", "")};
        if (by_position) {
            object.classes.push_back(static_cast<std::int64_t>(categories.size()));
        }
        const std::int64_t id = integer(category.at("id"));
        const std::string name = object.name;
        require_same("categories", id, categories.emplace(id, std::move(object)).first->second.name, name);
    }
    Objects all;
    for (const Json& annotation : json.at("annotations")) {
        AnnotatedObject object = named(categories, annotation, "category_id");
        std::vector<AnnotatedObject>& objects = all[named(files, annotation, "image_id")];
        const Json segmentation = annotation.value("segmentation", Json());
        const bool has_shape = segmentation.is_object() || (segmentation.is_array() && !segmentation.empty());
        if (!has_shape || annotation.contains("bbox")) {
            object.box = corners_of_coco(annotation.at("bbox"), has_shape);
        }
        if (has_shape && segmentation.is_array()) {
            // Each polygon is a part of the object.
            for (const Json& polygon : segmentation) {
                object.polygon = polygon_of(polygon);
                objects.push_back(object);
            }
            continue;
        }
        if (segmentation.is_object()) {
            object.mask = std::make_shared<const ObjectMask>(mask_of_runs(segmentation));
        }
        objects.push_back(std::move(object));
    }
    return all;
}

constexpr int deepest = 32;  ///< nesting of values in annotations

constexpr std::uintmax_t largest_file = std::uintmax_t{1} << 32;  ///< bytes of annotations, ten times those of COCO

/// A pipe or a device may never end.
std::ifstream open_regular_file(const std::filesystem::path& file) {
    std::error_code error;
    if (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error)) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("--annotations: expected a regular file, found something else: {}", path_text(file)));
    }
    if (const std::uintmax_t size = std::filesystem::file_size(file, error); !error && size > largest_file) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("--annotations: expected a file of at most {} bytes, found {} in {}",
                                largest_file,
                                size,
                                path_text(file)));
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw Error(ErrorKind::bad_target, fmt::format("--annotations: cannot read {}", path_text(file)));
    }
    return stream;
}

/// Whether brackets outside of strings are nested more than `deepest` levels deep. A callback of Json::parse() would
/// tell, too, but takes a time that grows with the square of the number of annotations.
bool is_too_deep(std::string_view json) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char letter = json[i];
        if (in_string) {
            i += letter == '\\' ? 1 : 0;
            in_string = letter != '"';
        } else if (letter == '"') {
            in_string = true;
        } else if (letter == '[' || letter == '{') {
            if (++depth > deepest) {
                return true;
            }
        } else if (letter == ']' || letter == '}') {
            --depth;
        }
    }
    return false;
}

/// @throws Error for JSON that is nested too deeply to be annotations, and what Json::parse() throws
Json parse_json(std::ifstream& stream) {
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    if (is_too_deep(text)) {
        throw Error(ErrorKind::bad_target, fmt::format("values nested more than {} levels deep", deepest));
    }
    return Json::parse(text);
}

/// What an exception says, without the name that nlohmann-json puts in front ("[json.exception.parse_error.101] ").
std::string reason_of(const std::exception& error) {
    const std::string reason = error.what();
    return reason.substr(reason.starts_with('[') ? reason.find("] ") + 2 : 0);
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

/// @param object in pixels
void require_size(const AnnotatedObject& object, const std::filesystem::path& image, int width, int height) {
    const Region& box = object.box;
    if (!object.mask && object.polygon.empty() &&
        (box.x2 <= 0 || box.y2 <= 0 || box.x1 >= static_cast<float>(width) || box.y1 >= static_cast<float>(height))) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("--annotations: expected a box in {} ({}x{} pixels), found one outside: {},{},{},{}",
                                path_text(image),
                                width,
                                height,
                                box.x1,
                                box.y1,
                                box.x2,
                                box.y2));
    }
    if (object.mask && (object.mask->width != width || object.mask->height != height)) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("--annotations: expected a mask of {}x{} pixels for {}, found {}x{}",
                                width,
                                height,
                                path_text(image),
                                object.mask->width,
                                object.mask->height));
    }
}

/// From shares of the sides to pixels.
void scale(AnnotatedObject& object, int width, int height) {
    object.box = {object.box.x1 * static_cast<float>(width),
                  object.box.y1 * static_cast<float>(height),
                  object.box.x2 * static_cast<float>(width),
                  object.box.y2 * static_cast<float>(height)};
    for (std::size_t i = 0; i < object.polygon.size(); ++i) {
        object.polygon[i] *= static_cast<float>(i % 2 == 0 ? width : height);
    }
}

/// Whether a point lies inside by the rule of even and odd crossings.
bool is_inside(const std::vector<float>& polygon, float x, float y) {
    bool inside = false;
    const std::size_t count = polygon.size() / 2;
    for (std::size_t i = 0, last = count - 1; i < count; last = i++) {
        const float y1 = polygon[2 * i + 1];
        const float y2 = polygon[2 * last + 1];
        if ((y1 > y) != (y2 > y) && x < polygon[2 * i] + (polygon[2 * last] - polygon[2 * i]) * (y - y1) / (y2 - y1)) {
            inside = !inside;
        }
    }
    return inside;
}

void draw(const ObjectMask& mask, GroundTruth& truth) {
    std::int64_t pixel = 0;
    bool inside = false;
    for (const std::int64_t run : mask.runs) {
        for (const std::int64_t end = pixel + run; pixel < end; ++pixel) {
            truth.mask[static_cast<std::size_t>(pixel % mask.height * mask.width + pixel / mask.height)] |= inside;
        }
        inside = !inside;
    }
}

/// Marks the pixels whose centres lie in the object.
void draw(const AnnotatedObject& object, GroundTruth& truth) {
    if (object.mask) {
        draw(*object.mask, truth);
        return;
    }
    for (int y = 0; y < truth.height; ++y) {
        for (int x = 0; x < truth.width; ++x) {
            const float column = static_cast<float>(x) + 0.5F;
            const float row = static_cast<float>(y) + 0.5F;
            const bool inside = !object.polygon.empty() ? is_inside(object.polygon, column, row)
                                                        : column >= object.box.x1 && column < object.box.x2 &&
                                                              row >= object.box.y1 && row < object.box.y2;
            truth.mask[static_cast<std::size_t>(y) * static_cast<std::size_t>(truth.width) +
                       static_cast<std::size_t>(x)] |= inside;
        }
    }
}

/// The classes of the model with this label; none if there are none.
std::vector<std::int64_t> classes_called(const std::string& name, const std::vector<std::string>& labels) {
    try {
        return resolve_targets({name}, std::vector<float>(labels.size()), labels);
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

std::vector<std::string> images_of_coco(const std::filesystem::path& file) {
    std::ifstream stream = open_regular_file(file);
    try {
        const Json json = parse_json(stream);
        std::vector<std::string> names;
        for (const Json& image : json.at("images")) {
            names.push_back(image.at("file_name").get<std::string>());
        }
        return names;
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected the images of a COCO file in {}: {}", path_text(file), reason_of(error)));
    }
}

Annotations::Annotations(const std::filesystem::path& file, const std::vector<std::string>& labels) {
    std::error_code ignored;
    m_by_stem = std::filesystem::is_directory(file, ignored);
    std::ifstream stream = m_by_stem ? std::ifstream() : open_regular_file(file);
    const std::string extension = path_text(file.extension());
    const bool in_json = !m_by_stem && extension != ".csv" && extension != ".xml";
    try {
        if (m_by_stem) {
            m_objects = read_annotation_folder(file);
        } else if (extension == ".csv") {
            m_objects = read_annotation_csv(stream);
        } else if (extension == ".xml") {
            m_objects = read_annotation_xml(stream);
        } else {
            m_objects = read_objects(parse_json(stream), !labels.empty());
        }
    } catch (const std::exception& error) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("--annotations: expected {} in {}, found: {}",
                                in_json ? "JSON annotations (COCO, or the format in docs/reference/metrics.md)"
                                        : "annotations in a format listed in docs/reference/metrics.md",
                                path_text(file),
                                reason_of(error)));
    }
    for (auto& [name, objects] : m_objects) {
        for (AnnotatedObject& object : objects) {
            if (object.classes.empty() && !object.name.empty()) {
                object.classes = classes_called(object.name, labels);
            }
        }
    }
}

const std::vector<AnnotatedObject>* Annotations::find_objects(const std::filesystem::path& image) const {
    if (m_by_stem) {
        const auto found = m_objects.find(path_text(image.stem()));
        return found == m_objects.end() ? nullptr : &found->second;
    }
    const std::string path = image.generic_string();
    for (std::size_t begin = 0;;) {  // the whole path, then without its first folder, ...
        if (const auto found = m_objects.find(path.substr(begin)); found != m_objects.end()) {
            return &found->second;
        }
        const std::size_t slash = path.find('/', begin);
        if (slash == std::string::npos) {
            return nullptr;
        }
        begin = slash + 1;
    }
}

const std::vector<AnnotatedObject>& Annotations::objects(const std::filesystem::path& image) const {
    static const std::vector<AnnotatedObject> none;
    const auto* found = find_objects(image);
    return found == nullptr ? none : *found;
}

bool Annotations::knows(const std::filesystem::path& image) const {
    return find_objects(image) != nullptr;
}

std::string Annotations::example() const {
    if (m_objects.empty()) {
        return "no image";
    }
    const std::string first = "'" + m_objects.begin()->first + "'";
    return m_objects.size() == 1 ? first : fmt::format("{} and {} others", first, m_objects.size() - 1);
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
    std::vector<AnnotatedObject> found;
    for (const AnnotatedObject& object : objects(image)) {
        if (object.of_any_class ||
            std::find(object.classes.begin(), object.classes.end(), target) != object.classes.end()) {
            found.push_back(object);
            if (object.relative) {
                scale(found.back(), width, height);
            }
            require_size(found.back(), image, width, height);
        }
    }
    if (found.empty()) {
        return {};
    }
    GroundTruth truth{.height = height, .width = width};
    const bool has_shape = std::ranges::any_of(
        found, [](const AnnotatedObject& object) { return object.mask || !object.polygon.empty(); });
    if (has_shape) {
        truth.mask.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
        for (const AnnotatedObject& object : found) {
            draw(object, truth);
        }
    } else {
        for (const AnnotatedObject& object : found) {
            truth.boxes.push_back(object.box);
        }
    }
    return truth;
}

}  // namespace vinoscope::cli
