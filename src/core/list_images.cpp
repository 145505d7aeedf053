// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "core/file.hpp"
#include "core/glob.hpp"
#include "core/image_format.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/list_images.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {

namespace fs = std::filesystem;

namespace {

bool is_image_file(const std::string& name) {
    return is_image_extension(path_text(text_path(name).extension()));
}

/// What is directly inside `folder` and `wanted`, sorted; hidden entries are left out.
std::vector<fs::path> entries_in(const fs::path& folder,
                                 const std::function<bool(const fs::directory_entry&)>& wanted) {
    std::vector<fs::path> entries;
    std::error_code error;
    fs::directory_iterator entry(folder.empty() ? fs::path(".") : folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const fs::path name = entry->path().filename();
        if (!path_text(name).starts_with('.') && wanted(*entry)) {
            entries.push_back(folder / name);
        }
    }
    if (error) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("cannot list the folder {}: {}", path_text(folder), error.message()));
    }
    std::ranges::sort(entries, {}, path_text);
    return entries;
}

/// The files directly inside `folder` whose names are `wanted`.
std::vector<fs::path> files_in(const fs::path& folder, const std::function<bool(const std::string&)>& wanted) {
    return entries_in(folder, [&](const fs::directory_entry& entry) {
        std::error_code ignored;
        return wanted(path_text(entry.path().filename())) && !entry.is_directory(ignored);
    });
}

std::vector<fs::path> images_in_folder(const fs::path& folder) {
    std::vector<fs::path> files = files_in(folder, is_image_file);
    if (files.empty()) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("the folder {} contains no JPEG, PNG, BMP, WebP or TIFF file", path_text(folder)));
    }
    return files;
}

/// `folder` and the folders below it, sorted, that are not hidden. Links to folders are not followed: they may lead
/// back.
std::vector<fs::path> folders_below(const fs::path& folder) {
    std::vector<fs::path> folders = {folder};
    for (std::size_t next = 0; next < folders.size(); ++next) {
        const std::vector<fs::path> below = entries_in(folders[next], [](const fs::directory_entry& entry) {
            std::error_code ignored;
            return entry.is_directory(ignored) && !entry.is_symlink(ignored);
        });
        folders.insert(folders.end(), below.begin(), below.end());
    }
    std::ranges::sort(folders, {}, path_text);
    return folders;
}

/// What the parts of a pattern from `part` on name below `folder`.
std::vector<fs::path> expanded(const fs::path& folder, fs::path::iterator part, const fs::path::iterator& end) {
    const fs::path name = *part++;
    const auto further = [&](const std::vector<fs::path>& folders) {
        std::vector<fs::path> files;
        for (const fs::path& next : folders) {
            std::ranges::move(expanded(next, part, end), std::back_inserter(files));
        }
        return files;
    };
    const auto fits = [&](const fs::path& file) { return glob_match(path_text(name), path_text(file.filename())); };
    if (name == "**" && part == end) {
        std::vector<fs::path> files;
        for (const fs::path& next : folders_below(folder)) {
            std::ranges::move(files_in(next, is_image_file), std::back_inserter(files));
        }
        return files;
    }
    if (name == "**") {
        return further(folders_below(folder));
    }
    if (part == end) {
        return files_in(folder, [&](const std::string& file) { return fits(file); });
    }
    std::error_code ignored;
    if (fs::is_directory(folder / name, ignored)) {
        return expanded(folder / name, part, end);
    }
    return further(entries_in(
        folder, [&](const fs::directory_entry& entry) { return entry.is_directory(ignored) && fits(entry.path()); }));
}

std::vector<fs::path> files_of_glob(const fs::path& pattern) {
    const fs::path relative = pattern.relative_path();
    std::vector<fs::path> files = expanded(pattern.root_path(), relative.begin(), relative.end());
    if (files.empty()) {
        throw Error(ErrorKind::bad_image, fmt::format("no file matches {}", path_text(pattern)));
    }
    return files;
}

[[noreturn]] void throw_missing(const fs::path& file) {
    std::vector<std::string> names;
    std::error_code error;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (fs::is_directory(folder, error)) {
        for (const fs::path& other : files_in(folder, is_image_file)) {
            if (fs::exists(other, error)) {  // a link may lead nowhere
                names.push_back(path_text(other.filename()));
            }
        }
    }
    throw Error(
        ErrorKind::bad_image,
        fmt::format(
            "the image does not exist: {}{}", path_text(file), did_you_mean(path_text(file.filename()), names)));
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
    if (is_glob(path_text(pattern))) {
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
