// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vinoscope::cli {

enum class Stream { out, error };

bool is_terminal(Stream stream);

/// Columns of the terminal behind `stream`, or `otherwise` when it is none.
std::size_t terminal_width(Stream stream, std::size_t otherwise);

/// Whether the locale shows UTF-8 (block characters, ellipsis); plain ASCII is used otherwise.
bool shows_unicode();

/// "…", or "..." in plain ASCII.
std::string_view ellipsis();

enum class Style { bold, dim, green, red, cyan };

/// `text` in a style, for standard output; unchanged when that is no terminal, or NO_COLOR is set.
std::string styled(std::string_view text, Style style);

/// `text` with its line breaks and what styled() added; other control characters as one_line() shows them.
std::string visible(std::string_view text);

/// A bar of `width` columns, filled to `share` (0..1).
std::string bar(double share, std::size_t width);

}  // namespace vinoscope::cli
