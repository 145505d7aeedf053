// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace vinoscope {

/// Reads class names, one a line in UTF-8; line number minus one is the class index. A byte order mark, carriage
/// returns and trailing blank lines are ignored.
/// @throws Error (io) when the file cannot be read or is empty.
std::vector<std::string> read_labels(const std::filesystem::path& file);

/// The characters in a UTF-8 text file, one a line, or all of them in its only line.
/// @throws Error (io) as read_labels().
std::vector<std::string> read_alphabet(const std::filesystem::path& file);

}  // namespace vinoscope
