// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope::cli {

/// A stream that nobody reads, a full disk and a limit of the size of files become errors of what is written, not
/// signals; standard streams that are closed stay unusable, and no other file takes their place.
/// @param foreign whether what libraries write to standard error on their own (of protobuf, libpng, ...) is shown
void prepare_streams(bool foreign);

/// Standard error, as this program uses it.
FILE* error_stream();

/// Text for people to standard output, as visible() shows it. @throws OutputClosed when it cannot be written
void print(std::string_view text);

/// A document (JSON, CSV) to standard output, byte for byte. @throws OutputClosed when it cannot be written
void print_data(std::string_view data);

/// Text to standard error. Where that cannot be written, the work goes on without it.
void write_to_error_stream(std::string_view text) noexcept;

/// A line to standard error, as one_line() shows it: a warning, progress or what `--verbose` tells.
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
