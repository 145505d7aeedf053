// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace vinoscope::cli {

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
        throw OutputClosed{errno};
    }
}

void log(std::string_view line) {
    fmt::print(stderr, "{}\n", line);
}

void log_warnings(const std::vector<std::string>& messages) {
    for (const std::string& message : messages) {
        log("vinoscope: warning: " + message);
    }
}

void print_error(std::string_view message) {
    std::string line(message);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    log("vinoscope: error: " + line);
}

void flush() {
    if (std::fflush(stdout) != 0) {
        throw OutputClosed{errno};
    }
}

}  // namespace vinoscope::cli
