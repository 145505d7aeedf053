// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/file.hpp"
#include "explain/file_stems.hpp"
#include "render/map_painter.hpp"
#include "render/npy.hpp"
#include "render/parallel.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/explanation.hpp"

namespace vinoscope {

namespace {

/// In the order of MapFormat.
constexpr std::array<std::string_view, 3> format_names = {"jpg", "png", "npy"};

std::string_view name_of(MapFormat format) {
    return format_names.at(static_cast<std::size_t>(format));
}

void make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error && !std::filesystem::is_directory(folder)) {
        throw Error(ErrorKind::io, fmt::format("cannot make the folder {}: {}", path_text(folder), error.message()));
    }
}

bool is_written(const SaliencyMap& map, MapFormat format) {
    return format == MapFormat::npy || map.status == MapStatus::ok;
}

/// What to write, in the order of the maps and, for each, of the formats.
std::vector<SavedFile> plan_files(const std::vector<SaliencyMap>& maps,
                                  const std::filesystem::path& folder,
                                  const SaveOptions& options) {
    const std::vector<std::string> stems = file_stems(maps, options.prefix, options.postfix);
    std::vector<SavedFile> files;
    for (std::size_t i = 0; i < maps.size(); ++i) {
        for (const MapFormat format : options.formats) {
            if (is_written(maps[i], format)) {
                files.push_back({i, format, folder / text_path(fmt::format("{}.{}", stems[i], name_of(format)))});
            }
        }
    }
    return files;
}

}  // namespace

MapFormat parse_map_format(std::string_view name) {
    const auto* found = std::ranges::find(format_names, name);
    if (found == format_names.end()) {
        throw Error(
            ErrorKind::usage,
            fmt::format("\"{}\" is no format for maps: expected one of {}", name, fmt::join(format_names, ", ")));
    }
    return static_cast<MapFormat>(found - format_names.begin());
}

std::vector<SavedFile> Explanation::save(const std::filesystem::path& directory, const SaveOptions& options) const {
    std::vector<SavedFile> files = plan_files(maps, directory, options);
    make_folder(directory);
    const MapPainter painter(image, options.render);
    parallel_for(files.size(), [&](std::size_t i) {
        const SaliencyMap& map = maps[files[i].map];
        if (files[i].format == MapFormat::npy) {
            write_file(files[i].path, encode_npy(map));
        } else {
            write_image(files[i].path, painter.paint(map));
        }
    });
    return files;
}

}  // namespace vinoscope
