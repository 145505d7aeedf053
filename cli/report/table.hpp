// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace vinoscope::cli {

/// Rows in aligned columns with two spaces between them; the last column is wrapped to the terminal. No cell is cut:
/// names are there to be copied.
/// @param indent spaces before each line
/// @param header titles of the columns, or empty
std::string table(const std::vector<std::vector<std::string>>& rows,
                  std::size_t indent = 0,
                  const std::vector<std::string>& header = {});

}  // namespace vinoscope::cli
