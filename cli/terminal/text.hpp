// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope::cli {

/// UTF-8 text of a path and back, whatever the system's own encoding.
std::string path_text(const std::filesystem::path& path);
std::filesystem::path to_path(const std::string& text);

/// `text` as a shell takes it back: in quotes when it has spaces or other special characters.
std::string quoted(const std::string& text);

/// How many terminal columns UTF-8 `text` takes: none for combining marks, two for East Asian wide characters and
/// emoji.
std::size_t display_width(std::string_view text);

/// `text` in exactly `width` columns: filled with spaces or cut with `ellipsis`.
std::string fit(std::string_view text, std::size_t width, std::string_view ellipsis);

/// `text` broken at spaces into lines of at most `width` columns; longer words stay whole.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// The items of a list separated by any of `separators`; empty items are left out.
std::vector<std::string> split(std::string_view text, std::string_view separators);

}  // namespace vinoscope::cli
