// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "terminal/terminal.hpp"

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

#include "terminal/output.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

FILE* file(Stream stream) {
    return stream == Stream::out ? stdout : error_stream();
}

bool colours() {
    static const bool on = is_terminal(Stream::out) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
    return on;
}

/// The length of the sequence that changes the style at the start of `text`, or 0.
std::size_t style_code(std::string_view text) {
    const std::size_t end =
        text.starts_with("\x1b[") ? text.find_first_not_of("0123456789", 2) : std::string_view::npos;
    return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
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

std::string visible(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const std::size_t style = colours() ? style_code(text) : 0;
        const std::size_t plain = style > 0 ? style : std::max<std::size_t>(text.find_first_of("\n\x1b"), 1);
        const std::string_view part = text.substr(0, plain);
        shown += style > 0 || part == "\n" ? std::string(part) : one_line(part);
        text.remove_prefix(part.size());
    }
    return shown;
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
