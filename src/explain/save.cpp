// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <ranges>

#include "core/file.hpp"
#include "core/text.hpp"
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

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Writes the files of one map after the other; maps may be written from several threads.
class MapWriter {
public:
    MapWriter(const Explanation& explanation, const std::filesystem::path& folder, const SaveOptions& options)
        : m_maps(explanation.maps),
          m_stems(file_stems(explanation.maps, options.prefix, options.postfix)),
          m_folder(folder),
          m_formats(options.formats) {
        const auto has_picture = [](MapFormat format) { return format != MapFormat::npy; };
        if (std::ranges::any_of(m_formats, has_picture)) {
            m_painter.emplace(explanation.image, options.render);
        }
    }

    std::vector<SavedFile> write(std::size_t map) const {
        std::vector<SavedFile> files;
        Image picture;
        for (const MapFormat format : m_formats) {
            if (is_written(m_maps[map], format)) {
                files.push_back({map, format, path_of(map, format)});
                write_as(files.back(), picture);
            }
        }
        return files;
    }

private:
    std::filesystem::path path_of(std::size_t map, MapFormat format) const {
        return m_folder / text_path(fmt::format("{}.{}", m_stems[map], name_of(format)));
    }

    /// @param picture drawn unless another format of the same map has drawn it
    void write_as(SavedFile& file, Image& picture) const {
        const SaliencyMap& map = m_maps[file.map];
        const auto start = Clock::now();
        if (file.format == MapFormat::npy) {
            write_file(file.path, encode_npy(map));
            file.write_seconds = seconds_since(start);
            return;
        }
        if (picture.empty()) {
            picture = m_painter->paint(map);
            file.render_seconds = seconds_since(start);
        }
        write_image(file.path, picture);
        file.write_seconds = seconds_since(start) - file.render_seconds;
    }

    const std::vector<SaliencyMap>& m_maps;
    std::vector<std::string> m_stems;
    std::filesystem::path m_folder;
    std::vector<MapFormat> m_formats;
    std::optional<MapPainter> m_painter;
};

void report(const SaveOptions& options, const SavedFile& file) {
    if (options.progress && !options.progress(file)) {
        throw Error(ErrorKind::cancelled, fmt::format("stopped after {}", path_text(file.path)));
    }
}

}  // namespace

MapFormat parse_map_format(std::string_view name) {
    const auto* found = std::ranges::find(format_names, name);
    if (found == format_names.end()) {
        throw Error(ErrorKind::usage,
                    fmt::format("\"{}\" is no format for maps: expected one of {}", name, list_of(format_names)));
    }
    return static_cast<MapFormat>(found - format_names.begin());
}

std::vector<SavedFile> Explanation::save(const std::filesystem::path& directory, const SaveOptions& options) const {
    constexpr std::size_t batch = 32;  // maps between two reports: short to wait for, long enough for all cores
    const MapWriter writer(*this, directory, options);
    make_folder(directory);
    std::vector<SavedFile> saved;
    for (std::size_t begin = 0; begin < maps.size(); begin += batch) {
        std::vector<std::vector<SavedFile>> written(std::min(batch, maps.size() - begin));
        parallel_for(written.size(), [&](std::size_t i) { written[i] = writer.write(begin + i); });
        for (const SavedFile& file : written | std::views::join) {
            saved.push_back(file);
            report(options, file);
        }
    }
    return saved;
}

}  // namespace vinoscope
