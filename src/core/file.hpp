// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// @throws Error (io) when `file` is missing or is not a regular file: a folder, or a pipe, device or socket, which may
/// never end.
void require_regular_file(const std::filesystem::path& file);

/// What read_file() reads unless it is told otherwise, just below 2 GiB.
inline constexpr std::uintmax_t largest_file = (std::uintmax_t{1} << 31) - 1;

/// The whole file.
/// @param most bytes that it may have; a larger one is refused before it is read
/// @throws Error (io), as require_regular_file() does
std::vector<std::byte> read_file(const std::filesystem::path& file, std::uintmax_t most = largest_file);

/// Writes a temporary file in the same folder and renames it over `file`, which thus appears whole or not at all.
/// @throws Error (io) that names the file and the reason (no such folder, no permission, no space left, ...).
void write_file(const std::filesystem::path& file, std::span<const std::byte> bytes);

/// A file and what it is to hold.
struct FileContent {
    std::filesystem::path file;
    std::span<const std::byte> bytes;
};

/// Writes files of one folder that belong together: all are new, or all are as before. Of several writers one after the
/// other replaces them. A reader between two of them finds the last file missing, not an old one beside a new one.
/// @throws Error (io) as write_file() does
void write_files(std::span<const FileContent> files);

/// Keeps other processes from writing to a folder, where the system can.
class FolderLock {
public:
    /// @param wait for others that hold it
    explicit FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds wait = std::chrono::seconds(10));
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    /// False when another one still holds it.
    bool held() const { return m_held; }

private:
    int m_descriptor = -1;
    bool m_held = true;
};

/// The longest file name (without extension) that safe_file_name gives, in bytes.
inline constexpr std::size_t max_file_name = 200;

/// A file name (without extension) for `label`: path separators, control characters and those reserved on any common
/// system become `_`; no leading dot or trailing dot or space; at most 200 bytes, cut between UTF-8 characters; never
/// empty.
std::string safe_file_name(std::string_view label);

/// UTF-8 text of a path, for messages, whatever the system's own encoding.
std::string path_text(const std::filesystem::path& path);

/// The path that UTF-8 `text` names, whatever the system's own encoding.
std::filesystem::path text_path(std::string_view text);

}  // namespace vinoscope
