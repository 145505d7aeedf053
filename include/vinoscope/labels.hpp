// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// Reads class names from a UTF-8 file with one name per line, in the order of the class indices. A byte order mark,
/// carriage returns and trailing blank lines are ignored.
/// @throws Error (io) if the file cannot be read or is empty
[[nodiscard]] VINOSCOPE_API std::vector<std::string> read_labels(const std::filesystem::path& file);

/// Reads characters from a UTF-8 file, with one character per line or all of them in a single line.
/// @throws Error (io) as read_labels()
[[nodiscard]] VINOSCOPE_API std::vector<std::string> read_alphabet(const std::filesystem::path& file);

}  // namespace vinoscope
