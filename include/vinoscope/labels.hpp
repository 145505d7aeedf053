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

}  // namespace vinoscope
