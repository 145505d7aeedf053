// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "sources/dataset_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sources/annotations.hpp"
#include "terminal/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

/// Where the images of a file of COCO are: the first folder that has the first of them.
fs::path folder_of_coco(const fs::path& file, const std::string& first) {
    const fs::path folder = file.parent_path();
    const std::string stem = path_text(file.stem());
    const fs::path split = to_path(stem.substr(stem.rfind('_') + 1));  // of instances_val2017
    for (const fs::path& images : {folder,
                                   folder / "images",
                                   folder / "..",
                                   folder / ".." / split,
                                   folder / ".." / "images",
                                   folder / ".." / "images" / split,
                                   folder / "data"}) {
        std::error_code error;
        if (fs::is_regular_file(images / to_path(first), error)) {
            return images.lexically_normal();
        }
    }
    throw Error(ErrorKind::bad_image,
                fmt::format("expected the images of {} beside it, found no {}; name their folder with --images",
                            path_text(file),
                            first));
}

DatasetSource coco(const fs::path& file, const fs::path& image_folder) {
    DatasetSource source{.images = {}, .annotations = file};
    const std::vector<std::string> names = images_of_coco(file);
    if (names.empty()) {
        throw Error(ErrorKind::bad_image, fmt::format("{} lists no image", path_text(file)));
    }
    const fs::path folder = image_folder.empty() ? folder_of_coco(file, names.front()) : image_folder;
    std::vector<std::string> files;
    for (const std::string& name : names) {
        files.push_back(path_text(folder / to_path(name)));
    }
    source.images = list_items(files);
    return source;
}

/// Lines of ImageSets/Main/val.txt name images of JPEGImages without their extension.
DatasetSource list(const std::string& text) {
    std::vector<std::string> lines = lines_of("SOURCE", text);
    const fs::path root = to_path(text).parent_path() / ".." / "..";
    if (path_text(to_path(text).parent_path().parent_path().filename()) == "ImageSets" &&
        is_folder(root / "JPEGImages")) {
        for (std::string& line : lines) {
            const std::string name = line.substr(0, line.find_first_of(" \t"));  // what follows is the class's presence
            line = path_text((root / "JPEGImages" / to_path(name + ".jpg")).lexically_normal());
        }
        return {list_items(lines), (root / "Annotations").lexically_normal()};
    }
    return {list_items(lines), {}};
}

/// ".../images/val" -> ".../labels/val", if that is there
fs::path labels_beside(const fs::path& images) {
    fs::path labels;
    const fs::path normal = images.lexically_normal();
    const auto last =
        std::find(std::make_reverse_iterator(normal.end()), std::make_reverse_iterator(normal.begin()), "images");
    if (last == std::make_reverse_iterator(normal.begin())) {
        return {};
    }
    for (auto part = normal.begin(); part != normal.end(); ++part) {
        labels /= part == std::prev(last.base()) ? fs::path("labels") : *part;
    }
    return is_folder(labels) ? labels : fs::path();
}

DatasetSource folder(const fs::path& path, bool recursive) {
    if (is_folder(path / "JPEGImages") && is_folder(path / "Annotations")) {
        return {list_items({path_text(path / "JPEGImages")}), path / "Annotations"};
    }
    if (is_folder(path / "images") && is_folder(path / "labels")) {
        return {list_items({path_text(path / "images")}), path / "labels"};
    }
    return {list_items({path_text(recursive ? path / "**" : path)}), labels_beside(path)};
}

}  // namespace

DatasetSource read_source(const std::string& text, bool recursive, const fs::path& image_folder) {
    const fs::path path = to_path(text);
    DatasetSource source;
    if (is_folder(path)) {
        source = folder(path, recursive);
    } else if (path.extension() == ".json") {
        source = coco(path, image_folder);
    } else if (text == "-" || path.extension() == ".txt") {
        source = list(text);
    } else {
        source.images = list_items({text});
    }
    if (source.images.size() == 1 && !source.images.front().error.empty()) {
        throw Error(ErrorKind::bad_image, source.images.front().error);
    }
    return source;
}

}  // namespace vinoscope::cli
