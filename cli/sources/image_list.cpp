// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "sources/image_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <set>

#include "terminal/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/internal/list_images.hpp"

namespace vinoscope::cli {
namespace {

namespace fs = std::filesystem;

using Naming = std::function<std::string(const fs::path&)>;

/// File systems that ignore case must not mix two images.
std::string folded(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name;
}

std::string stem(const fs::path& file) {
    const std::string name = path_text(file.stem());
    // The stem of "...jpg" is "..", which would lead out of the output folder.
    return name.find_first_not_of('.') == std::string::npos ? path_text(file.filename()) + "_" : name;
}

std::string stem_and_parent(const fs::path& file) {
    return fmt::format("{}_{}", path_text(file.filename()), path_text(fs::absolute(file).parent_path().filename()));
}

/// Names the items that have no folder yet, those whose name nobody shares.
void name_folders(std::vector<ImageItem>& items, std::set<std::string>& taken, const Naming& name) {
    std::map<std::string, int> counts;
    for (const ImageItem& item : items) {
        counts[folded(name(item.file))] += item.folder.empty() ? 1 : 0;
    }
    for (ImageItem& item : items) {
        const std::string folder = name(item.file);
        if (item.folder.empty() && counts[folded(folder)] == 1 && taken.insert(folded(folder)).second) {
            item.folder = to_path(folder);
        }
    }
}

void number_folders(std::vector<ImageItem>& items, std::set<std::string>& taken) {
    for (ImageItem& item : items) {
        for (int number = 2; item.folder.empty(); ++number) {
            const std::string folder = fmt::format("{}_{}", stem(item.file), number);
            if (taken.insert(folded(folder)).second) {
                item.folder = to_path(folder);
            }
        }
    }
}

}  // namespace

std::vector<std::string> lines_of(const std::string& flag, const std::string& list) {
    std::ifstream file;
    if (std::error_code error; list != "-" && fs::is_regular_file(to_path(list), error)) {
        file.open(to_path(list), std::ios::binary);
    }
    if (list != "-" && !file.is_open()) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("{}: expected a text file, or - for standard input, found '{}'", flag, list));
    }
    std::istream& stream = list == "-" ? std::cin : file;
    std::vector<std::string> lines;
    constexpr std::size_t longest = 65536;  // bytes, more than any path has
    std::vector<char> buffer(longest + 1);
    const auto reject = [&](const std::string& found) {
        throw Error(ErrorKind::bad_image, fmt::format("{}: expected one image per line, found {}", flag, found));
    };
    while (stream.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()))) {
        std::string line(buffer.data(), static_cast<std::size_t>(stream.gcount()) - (stream.eof() ? 0 : 1));
        if (line.find('\0') != std::string::npos) {
            reject(fmt::format("a zero byte in line {} of '{}', which is not text", lines.size() + 1, list));
        }
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        if (!line.empty()) {
            lines.push_back(std::move(line));
        }
    }
    if (!stream.eof() && !stream.bad()) {
        reject(fmt::format("a line of more than {} bytes in '{}'", longest, list));
    }
    return lines;
}

void ImageFlags::add_to(Arguments& arguments) {
    arguments.positionals(
        "IMAGE", m_images, "Image files (JPEG, PNG, BMP, WebP, TIFF), folders of images, or globs (also **)", m_list);
    arguments.group("More images");
    arguments.value(
        "--images-from", m_list, "FILE|-", "Read the images from a file, or from standard input: one IMAGE per line");
    arguments.flag("-r,--recursive", m_recursive, "Search folders recursively");
}

std::vector<std::string> ImageFlags::parse() const {
    std::vector<std::string> patterns = m_images;
    if (!m_list.empty()) {
        const std::vector<std::string> lines = lines_of("--images-from", m_list);
        patterns.insert(patterns.end(), lines.begin(), lines.end());
    }
    if (patterns.empty()) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("--images-from: expected at least one line, found none in '{}'", m_list));
    }
    for (std::string& pattern : patterns) {
        if (std::error_code error; m_recursive && fs::is_directory(to_path(pattern), error)) {
            pattern = path_text(to_path(pattern) / "**");
        }
    }
    return patterns;
}

std::vector<ImageItem> list_items(const std::vector<std::string>& patterns) {
    std::vector<ImageItem> items;
    std::set<fs::path> seen;
    for (const std::string& pattern : patterns) {
        try {
            for (const fs::path& file : list_images({pattern})) {
                if (seen.insert(file.lexically_normal()).second) {
                    items.push_back({.file = file, .folder = {}, .error = {}});
                }
            }
        } catch (const Error& error) {
            items.push_back({.file = to_path(pattern), .folder = {}, .error = error.what()});
        }
    }
    return items;
}

std::vector<ImageItem> find_images(const std::vector<std::string>& patterns) {
    std::vector<ImageItem> items = list_items(patterns);
    if (items.size() > 1) {
        std::set<std::string> taken;
        name_folders(items, taken, stem);
        name_folders(items, taken, [](const fs::path& file) { return path_text(file.filename()); });
        name_folders(items, taken, stem_and_parent);
        number_folders(items, taken);
    }
    return items;
}

}  // namespace vinoscope::cli
