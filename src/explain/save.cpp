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
#include "render/map_json.hpp"
#include "render/map_painter.hpp"
#include "render/npy.hpp"
#include "render/parallel.hpp"
#include "render/png16.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {

template <>
std::vector<Option<SaveOptions>> list_options<SaveOptions>() {
    return {{.name = "prefix",
             .member = &SaveOptions::prefix,
             .help = "File-name prefix, before target_",
             .placeholder = "TEXT",
             .automatic = "none"},
            {.name = "postfix",
             .member = &SaveOptions::postfix,
             .help = "File-name suffix, after the label",
             .placeholder = "TEXT",
             .automatic = "none"},
            {.name = "scores",
             .member = &SaveOptions::scores,
             .help = "Append the score of the target to the file name, after the postfix",
             .own_flag = "--confidence"},
            {.name = "replace",
             .member = &SaveOptions::replace,
             .help = "Replace existing files",
             .own_flag = "--no-replace",
             .flag_help = "Fail instead of replacing an existing file"}};
}

namespace {

bool always(const SaliencyMap& /*map*/) {
    return true;
}

bool when_ok(const SaliencyMap& map) {
    return is_usable(map.status);
}

bool when_known(const SaliencyMap& map) {
    return !map.standard_error.empty();
}

struct FormatRow {
    std::string_view name;
    std::string_view ending;
    bool (*fits)(const SaliencyMap&) = nullptr;
    std::vector<std::byte> (*encode)(const SaliencyMap&) = nullptr;  ///< none: a picture, painted over the image
};

/// In the order of MapFormat.
constexpr std::array<FormatRow, 6> format_rows = {{
    {"jpg", ".jpg", when_ok, nullptr},
    {"png", ".png", when_ok, nullptr},
    {"npy", ".npy", always, encode_npy},
    {"png16", "_16bit.png", when_ok, encode_png16},
    {"json", ".json", always, encode_json},
    {"stderr", "_stderr.npy", when_known, encode_standard_error},
}};

const FormatRow& row_of(MapFormat format) {
    return format_rows.at(static_cast<std::size_t>(format));
}

std::filesystem::path with_ending(const std::filesystem::path& stem, MapFormat format) {
    return text_path(fmt::format("{}{}", path_text(stem), row_of(format).ending));
}

void make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::error_code ignored;
    if (error && !std::filesystem::is_directory(folder, ignored)) {
        throw Error(ErrorKind::io, fmt::format("cannot create the folder {}: {}", path_text(folder), error.message()));
    }
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
          m_stems(file_stems(explanation.maps, options.prefix, options.postfix, options.scores)),
          m_folder(folder),
          m_formats(options.formats),
          m_replace(options.replace),
          m_keep(options.keep) {
        const auto is_painted = [](MapFormat format) { return row_of(format).encode == nullptr; };
        if (std::ranges::any_of(m_formats, is_painted)) {
            m_painter.emplace(explanation.image, options.render);
        }
    }

    std::vector<SavedFile> write(std::size_t map) const {
        std::vector<SavedFile> files;
        Image picture;
        for (const MapFormat format : m_formats) {
            if (row_of(format).fits(m_maps[map])) {
                files.push_back({map, format, path_of(map, format)});
                files.back().replaced = may_replace(files.back().path);
                write_as(files.back(), picture);
            }
        }
        return files;
    }

private:
    std::filesystem::path path_of(std::size_t map, MapFormat format) const {
        return with_ending(m_folder / text_path(m_stems[map]), format);
    }

    /// @return whether there is such a file
    bool may_replace(const std::filesystem::path& file) const {
        std::error_code error;
        if (!std::filesystem::exists(file, error)) {
            return false;
        }
        if (!m_replace || m_keep.contains(std::filesystem::canonical(file, error))) {
            throw Error(ErrorKind::usage,
                        fmt::format("{} already exists{}; choose another output folder, prefix or postfix",
                                    path_text(file),
                                    m_replace ? " and is one of the input images" : ""));
        }
        return true;
    }

    /// @param picture drawn unless another format of the same map has drawn it
    void write_as(SavedFile& file, Image& picture) const {
        const SaliencyMap& map = m_maps[file.map];
        const auto start = Clock::now();
        if (const auto encode = row_of(file.format).encode; encode != nullptr) {
            write_file(file.path, encode(map));
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
    bool m_replace;
    const std::set<std::filesystem::path>& m_keep;
    std::optional<MapPainter> m_painter;
};

void report(const SaveOptions& options, const SavedFile& file) {
    if (options.progress && !options.progress(file)) {
        throw Error(ErrorKind::cancelled, fmt::format("stopped after {}", path_text(file.path)));
    }
}

}  // namespace

std::string to_string(MapFormat format) {
    return std::string(row_of(format).name);
}

std::vector<std::string> map_format_names() {
    std::vector<std::string> names;
    for (const FormatRow& row : format_rows) {
        names.emplace_back(row.name);
    }
    return names;
}

MapFormat parse_map_format(std::string_view name) {
    const auto* found = std::ranges::find(format_rows, name, &FormatRow::name);
    if (found == format_rows.end()) {
        throw Error(
            ErrorKind::usage,
            fmt::format("unknown format \"{}\" for maps; expected one of {}", name, list_of(map_format_names())));
    }
    return static_cast<MapFormat>(found - format_rows.begin());
}

std::optional<std::filesystem::path> save_values(const SaliencyMap& map,
                                                 MapFormat format,
                                                 const std::filesystem::path& stem) {
    const FormatRow& row = row_of(format);
    if (row.encode == nullptr) {
        throw Error(ErrorKind::usage,
                    fmt::format("\"{}\" is an image format, which does not store the values of a map", row.name));
    }
    if (!row.fits(map)) {
        return std::nullopt;
    }
    std::filesystem::path file = with_ending(stem, format);
    write_file(file, row.encode(map));
    return file;
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
