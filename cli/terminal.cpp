// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#ifdef _WIN32
#include <io.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace vinoscope::cli {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

FILE* file(Stream stream) {
    return stream == Stream::out ? stdout : stderr;
}

bool colours() {
    static const bool on = is_terminal(Stream::out) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
    return on;
}

}  // namespace

#ifdef _WIN32
bool is_terminal(Stream stream) {
    return _isatty(_fileno(file(stream))) != 0;
}

std::size_t terminal_width(Stream stream, std::size_t otherwise) {
    return is_terminal(stream) ? 80 : otherwise;
}
#else
bool is_terminal(Stream stream) {
    return isatty(fileno(file(stream))) != 0;
}

std::size_t terminal_width(Stream stream, std::size_t otherwise) {
    winsize size{};
    if (!is_terminal(stream) || ioctl(fileno(file(stream)), TIOCGWINSZ, &size) != 0) {
        return otherwise;
    }
    return size.ws_col == 0 ? 80 : size.ws_col;
}
#endif

bool shows_unicode() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        std::string locale = environment(name);
        if (!locale.empty()) {
            std::transform(locale.begin(), locale.end(), locale.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
            return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
        }
    }
    return false;
}

std::string_view ellipsis() {
    return shows_unicode() ? "…" : "...";
}

std::string styled(std::string_view text, Style style) {
    if (!colours()) {
        return std::string(text);
    }
    constexpr std::array codes = {1, 2, 32, 31, 36};
    return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(style)], text);
}

std::string bar(double share, std::size_t width) {
    const double length = std::clamp(share, 0.0, 1.0) * static_cast<double>(width);
    if (!shows_unicode()) {
        return std::string(static_cast<std::size_t>(std::lround(length)), '#');
    }
    constexpr std::array eighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const auto count = static_cast<std::size_t>(std::lround(length * 8));
    std::string text;
    for (std::size_t i = 0; i < count / 8; ++i) {
        text += "█";
    }
    return text + eighths[count % 8];
}

}  // namespace vinoscope::cli
