// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "sources/annotation_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <locale>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <string_view>

#include "terminal/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope::cli {
namespace {

[[noreturn]] void reject(const std::string& message) {
    throw Error(ErrorKind::bad_target, message);
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, text.find_last_not_of(blank) - first + 1));
}

float number(const std::string& text) {
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    float value = 0;
    if (!(stream >> value) || stream.peek() != std::istringstream::traits_type::eof()) {
        reject(fmt::format("expected a number, found \"{}\"", text));
    }
    return value;
}

/// An index (also as 4.0, which tables write where a value is missing in the column), or a name.
void set_class(AnnotatedObject& object, const std::string& text) {
    double index = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (failed == std::errc() && end == text.data() + text.size() && std::isfinite(index) &&
        index == std::floor(index)) {
        constexpr double most = 1e15;  // whole numbers up to here are exact, none beyond is an index
        require_class(static_cast<std::int64_t>(std::clamp(index, -most, most)));
        object.classes = {static_cast<std::int64_t>(index)};
    } else {
        object.name = text;
    }
}

/// The fields of a line of CSV (RFC 4180, without line breaks in fields).
std::vector<std::string> csv_fields(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char letter = line[i];
        if (letter == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += line[++i];
        } else if (letter == '"') {
            quoted = !quoted;
        } else if (letter == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += letter;
        }
    }
    std::ranges::transform(fields, fields.begin(), [](const std::string& field) { return trimmed(field); });
    return fields;
}

std::size_t column(const std::vector<std::string>& header, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        const auto found = std::ranges::find(header, name);
        if (std::ranges::count(header, name) > 1) {
            reject(fmt::format("a CSV file with {} columns named {}", std::ranges::count(header, name), name));
        }
        if (found != header.end()) {
            return static_cast<std::size_t>(found - header.begin());
        }
    }
    reject(fmt::format("a CSV file without a column named {}", names.front()));
}

/// The text between the first `<tag>` and `</tag>`, or nothing. Files of Pascal VOC are flat and have no attributes.
std::optional<std::string> element(std::string_view xml, std::string_view tag) {
    const std::string open = fmt::format("<{}>", tag);
    const std::string close = fmt::format("</{}>", tag);
    const std::size_t begin = xml.find(open);
    const std::size_t end = begin == std::string_view::npos ? begin : xml.find(close, begin);
    if (end == std::string_view::npos) {
        return {};
    }
    return trimmed(xml.substr(begin + open.size(), end - begin - open.size()));
}

std::string required(std::string_view xml, std::string_view tag) {
    const std::optional<std::string> text = element(xml, tag);
    if (!text) {
        reject(fmt::format("an element without <{}>", tag));
    }
    return *text;
}

std::string unescaped(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> entities = {
        {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}}};
    for (const auto& [entity, letter] : entities) {
        for (std::size_t at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1)) {
            text.replace(at, entity.size(), letter);
        }
    }
    return text;
}

std::vector<AnnotatedObject> voc_objects(std::string_view xml) {
    if (!element(xml, "annotation")) {
        reject("a file that is not in Pascal VOC format (no <annotation> element)");
    }
    std::vector<AnnotatedObject> objects;
    for (std::size_t begin = xml.find("<object>"); begin != std::string_view::npos;
         begin = xml.find("<object>", begin + 1)) {
        const std::string object = required(xml.substr(begin), "object");
        const std::string box = required(object, "bndbox");
        AnnotatedObject read{.name = unescaped(required(object, "name"))};
        // Pixels count from 1 there, the last one is inside.
        read.box = {number(required(box, "xmin")) - 1,
                    number(required(box, "ymin")) - 1,
                    number(required(box, "xmax")),
                    number(required(box, "ymax"))};
        require_box(read.box);
        objects.push_back(std::move(read));
    }
    return objects;
}

std::vector<AnnotatedObject> yolo_objects(std::istream& stream) {
    std::vector<AnnotatedObject> objects;
    for (std::string line; std::getline(stream, line);) {
        const std::vector<std::string> fields = split(trimmed(line), " \t");
        if (fields.empty() || (fields.size() == 1 && fields.front().empty())) {
            continue;
        }
        AnnotatedObject object{.relative = true};
        set_class(object, fields.front());
        std::vector<float> values;
        for (std::size_t i = 1; i < fields.size(); ++i) {
            values.push_back(number(fields[i]));
            if (!(values.back() >= 0 && values.back() <= 1)) {
                reject(
                    fmt::format("expected coordinates from 0 to 1, relative to the image size, found {}", fields[i]));
            }
        }
        if (object.classes.empty() || values.size() < 4 || (values.size() > 4 && values.size() % 2 != 0)) {
            reject(fmt::format("expected a class and 4 numbers, or the corners of a polygon, found \"{}\"",
                               trimmed(line)));
        }
        if (values.size() == 4) {
            object.box = {values[0] - values[2] / 2,
                          values[1] - values[3] / 2,
                          values[0] + values[2] / 2,
                          values[1] + values[3] / 2};
            require_box(object.box);
        } else {
            object.polygon = std::move(values);
        }
        objects.push_back(std::move(object));
    }
    return objects;
}

// A mask without a pixel of an object says that there is none.
std::vector<AnnotatedObject> objects_of_mask(const std::filesystem::path& file) {
    const Image picture = read_image(file);
    ObjectMask mask{picture.height(), picture.width(), {0}};
    bool inside = false;
    for (int x = 0; x < mask.width; ++x) {
        for (int y = 0; y < mask.height; ++y) {
            const std::span pixel(picture.row(y) + std::ptrdiff_t{3} * x, 3);
            if (std::ranges::any_of(pixel, [](std::uint8_t value) { return value != 0; }) != inside) {
                inside = !inside;
                mask.runs.push_back(0);
            }
            ++mask.runs.back();
        }
    }
    if (mask.runs.size() == 1) {
        return {};
    }
    return {{.mask = std::make_shared<const ObjectMask>(std::move(mask)), .of_any_class = true}};
}

std::string text_of(std::istream& stream) {
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<AnnotatedObject> objects_of_file(const std::filesystem::path& file) {
    std::string extension = path_text(file.extension());
    std::ranges::transform(
        extension, extension.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::ifstream stream(file, std::ios::binary);
    if (extension == ".xml") {
        return voc_objects(text_of(stream));
    }
    return extension == ".txt" ? yolo_objects(stream) : objects_of_mask(file);
}

bool is_annotation(const std::filesystem::path& file) {
    const std::string extension = path_text(file.extension());
    const std::string name = path_text(file.filename());
    // The names of the classes lie beside the files of YOLO.
    return std::ranges::count(std::array<std::string_view, 6>{".xml", ".txt", ".png", ".bmp", ".tif", ".tiff"},
                              extension) > 0 &&
           name != "classes.txt" && !name.starts_with('.');
}

}  // namespace

void require_class(std::int64_t index) {
    if (index < 0 || index > std::numeric_limits<std::int32_t>::max()) {
        reject(fmt::format("expected the index of a class, a whole number from 0, found {}", index));
    }
}

void require_coordinate(double value) {
    if (!(std::abs(value) <= longest_side)) {  // nor NaN
        reject(fmt::format("expected a coordinate in pixels, from -{0} to {0}, found {1:g}", longest_side, value));
    }
}

void require_box(const Region& box) {
    for (const float side : {box.x1, box.y1, box.x2, box.y2}) {
        require_coordinate(side);
    }
    if (!(box.x1 < box.x2 && box.y1 < box.y2)) {
        reject(fmt::format(
            "expected a box x1,y1,x2,y2 with x1 < x2 and y1 < y2, found {},{},{},{}", box.x1, box.y1, box.x2, box.y2));
    }
}

ObjectsByFile read_annotation_csv(std::istream& stream) {
    std::string line;
    std::getline(stream, line);
    const std::vector<std::string> header = csv_fields(line.starts_with("\xEF\xBB\xBF") ? line.substr(3) : line);
    const std::size_t file = column(header, {"file", "image", "filename"});
    const std::size_t name = column(header, {"class", "label", "name"});
    const std::array<std::size_t, 4> sides = {column(header, {"x1", "xmin"}),
                                              column(header, {"y1", "ymin"}),
                                              column(header, {"x2", "xmax"}),
                                              column(header, {"y2", "ymax"})};
    ObjectsByFile all;
    while (std::getline(stream, line)) {
        if (trimmed(line).empty()) {
            continue;
        }
        const std::vector<std::string> fields = csv_fields(line);
        if (fields.size() != header.size()) {
            reject(fmt::format("a line with {} fields, but the header has {}", fields.size(), header.size()));
        }
        AnnotatedObject object;
        set_class(object, fields[name]);
        object.box = {
            number(fields[sides[0]]), number(fields[sides[1]]), number(fields[sides[2]]), number(fields[sides[3]])};
        require_box(object.box);
        all[fields[file]].push_back(std::move(object));
    }
    return all;
}

ObjectsByFile read_annotation_xml(std::istream& stream) {
    const std::string xml = text_of(stream);
    std::vector<AnnotatedObject> objects = voc_objects(xml);
    return {{unescaped(required(xml, "filename")), std::move(objects)}};
}

ObjectsByFile read_annotation_folder(const std::filesystem::path& folder) {
    ObjectsByFile all;
    std::error_code error;
    for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(folder, error)) {
        const std::filesystem::path& file = entry.path();
        std::error_code ignored;
        if (!entry.is_regular_file(ignored) || !is_annotation(file)) {
            continue;
        }
        try {
            std::vector<AnnotatedObject> objects = objects_of_file(file);
            std::ranges::move(objects, std::back_inserter(all[path_text(file.stem())]));
        } catch (const Error& failure) {
            reject(fmt::format("{}: {}", path_text(file.filename()), failure.what()));
        }
    }
    if (error) {
        reject(fmt::format("the folder cannot be read: {}", error.message()));
    }
    if (all.empty()) {
        reject("a folder without Pascal VOC (.xml), YOLO (.txt) or mask (.png) files");
    }
    return all;
}

}  // namespace vinoscope::cli
