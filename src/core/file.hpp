// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// The whole file. @throws Error (io)
std::vector<std::byte> read_file(const std::filesystem::path& file);

/// Writes a temporary file in the same folder and renames it over `file`, which thus appears whole or not at all.
/// @throws Error (io) that names the file and the reason (no such folder, no permission, no space left, ...).
void write_file(const std::filesystem::path& file, std::span<const std::byte> bytes);

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
