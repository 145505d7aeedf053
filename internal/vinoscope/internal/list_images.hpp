// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// Returns the image files that match `patterns` (UTF-8): files as they are, folders as the images directly inside, and
/// globs (`*`, `?`, `[...]` in any path component; `**` for any number of folders, and at the end for all images in
/// them), sorted by name within each pattern. A pattern that is the name of an existing file is not expanded. Globs
/// match files of any type except hidden ones, and `**` does not follow links to folders.
/// @throws Error (bad_image) if a pattern matches nothing
[[nodiscard]] VINOSCOPE_API std::vector<std::filesystem::path> list_images(const std::vector<std::string>& patterns);

}  // namespace vinoscope
