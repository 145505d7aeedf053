// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "core/file.hpp"
#include "core/glob.hpp"
#include "core/image_format.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/suggest.hpp"

namespace vinoscope {

namespace fs = std::filesystem;

namespace {

bool is_image_file(const std::string& name) {
    return is_image_extension(path_text(text_path(name).extension()));
}

/// The files directly inside `folder` whose names are `wanted`, sorted; hidden ones are left out.
std::vector<fs::path> files_in(const fs::path& folder, const std::function<bool(const std::string&)>& wanted) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::directory_iterator entry(folder.empty() ? fs::path(".") : folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const std::string name = path_text(entry->path().filename());
        std::error_code ignored;
        if (!name.starts_with('.') && wanted(name) && !entry->is_directory(ignored)) {
            files.push_back(folder / entry->path().filename());
        }
    }
    if (error) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("cannot list the folder {}: {}", path_text(folder), error.message()));
    }
    std::ranges::sort(files, {}, path_text);
    return files;
}

std::vector<fs::path> images_in_folder(const fs::path& folder) {
    std::vector<fs::path> files = files_in(folder, is_image_file);
    if (files.empty()) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("the folder {} holds no JPEG, PNG, BMP, WebP or TIFF file", path_text(folder)));
    }
    return files;
}

std::vector<fs::path> files_of_glob(const fs::path& pattern) {
    const std::string last = path_text(pattern.filename());
    std::vector<fs::path> files =
        files_in(pattern.parent_path(), [&](const std::string& name) { return glob_match(last, name); });
    if (files.empty()) {
        throw Error(ErrorKind::bad_image, fmt::format("no file is named like {}", path_text(pattern)));
    }
    return files;
}

[[noreturn]] void throw_missing(const fs::path& file) {
    std::vector<std::string> names;
    std::error_code error;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (fs::is_directory(folder, error)) {
        for (const fs::path& other : files_in(folder, is_image_file)) {
            names.push_back(path_text(other.filename()));
        }
    }
    throw Error(ErrorKind::bad_image,
                fmt::format("no such image: {}{}", path_text(file), did_you_mean(path_text(file.filename()), names)));
}

std::vector<fs::path> images_of(const fs::path& pattern) {
    std::error_code error;
    const fs::file_status status = fs::status(pattern, error);
    if (fs::is_directory(status)) {
        return images_in_folder(pattern);
    }
    if (fs::exists(status)) {
        return {pattern};
    }
    if (is_glob(path_text(pattern.filename()))) {
        return files_of_glob(pattern);
    }
    throw_missing(pattern);
}

}  // namespace

std::vector<fs::path> list_images(const std::vector<std::string>& patterns) {
    std::vector<fs::path> images;
    for (const std::string& pattern : patterns) {
        std::ranges::move(images_of(text_path(pattern)), std::back_inserter(images));
    }
    return images;
}

}  // namespace vinoscope
