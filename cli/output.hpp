// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vinoscope::cli {

/// Text to standard output. @throws OutputClosed when it cannot be written
void print(std::string_view text);

/// A line to standard error: a warning, progress or what `--verbose` tells.
void log(std::string_view line);

/// "vinoscope: warning: MESSAGE" on standard error for each message.
void log_warnings(const std::vector<std::string>& messages);

/// "vinoscope: error: MESSAGE" in one line on standard error.
void print_error(std::string_view message);

/// Makes sure that everything printed has arrived. @throws OutputClosed
void flush();

/// Standard output takes no more text: a closed pipe, a full disk.
struct OutputClosed {
    int code = 0;  ///< errno
};

}  // namespace vinoscope::cli
