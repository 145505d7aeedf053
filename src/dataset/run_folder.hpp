// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_set>

#include "core/file.hpp"
#include "dataset/image_record.hpp"

namespace vinoscope {

/// The values of `format` and `version` in the run.json of a data set.
inline constexpr const char* dataset_format = "vinoscope dataset run";
inline constexpr int dataset_version = 1;

/// run.json. @throws Error (io) when it cannot be read, (bad_image) when it is not that of a data set
Json read_run_json(const std::filesystem::path& folder);

/// What is wrong with a document, without the number that the library gives to its errors.
std::string reason_of(const Json::exception& error);

/// What differs between two requests, e.g. `settings.--targets: "top:1" there, "top:2" here`; empty when nothing does.
std::string difference(Json there, Json here);

/// What an index holds.
struct IndexCounts {
    std::unordered_set<std::string> images = {};
    std::size_t done = 0;
    std::size_t failed = 0;
    std::set<ErrorKind> failures = {};

    void add(const Json& line);
};

/// A file that only grows; what is appended is there whole or, after an error, not at all.
class GrowingFile {
public:
    /// @param size to which the file is cut first. @throws Error (io)
    GrowingFile(const std::filesystem::path& file, std::uintmax_t size);

    std::uintmax_t size() const { return m_size; }

    /// @throws Error (io)
    void append(std::span<const std::byte> bytes);

private:
    std::filesystem::path m_file;
    std::uintmax_t m_size = 0;
    std::ofstream m_stream;
};

/// The files of a run that is going on. At any moment the index names only maps that are in the archives; whatever else
/// an interrupted run has left is cut off when the folder is opened again.
class RunFolder {
public:
    struct Options {
        bool restart = false;
        bool retry_failed = false;
        std::uintmax_t archive_size = std::uintmax_t{1} << 30;  ///< an archive is not continued beyond it
    };

    /// @param request what is asked; a run of another one is not continued
    /// @throws Error (usage) as run_dataset(), (io)
    RunFolder(std::filesystem::path folder, Json request, Options options);

    /// What is there already. The names of the images are moved out.
    IndexCounts take_counts() { return std::move(m_counts); }

    /// @throws Error (io), after which the image is not in the run
    void append(const ImageRecord& record);

    /// Writes how the run ended, and the ends of the archives.
    void finish(const std::string& status, const std::string& reason, const DatasetProgress& progress, double seconds);

private:
    void require_same_request() const;
    void remove_results() const;
    void remove_failures() const;
    void recover();
    void remove_temporary_files() const;
    void open_archive(std::size_t number, std::uintmax_t size);
    void write_run_json(const Json& how_it_ended) const;

    std::filesystem::path m_folder;
    Json m_request;
    std::uintmax_t m_archive_size;
    std::optional<FolderLock> m_lock;
    IndexCounts m_counts;
    std::optional<GrowingFile> m_index;
    std::optional<GrowingFile> m_archive;
    std::size_t m_number = 0;  ///< of the archive
};

/// "maps-00000.tar"
std::string archive_name(std::size_t number);

/// The next complete line of an index, or nothing; what is no JSON ends it, too.
std::optional<Json> next_line(std::istream& stream);

}  // namespace vinoscope
