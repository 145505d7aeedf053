// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "terminal/text.hpp"

#include <algorithm>
#include <array>

namespace vinoscope::cli {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Unicode 15, East Asian Width W and F, blocks rounded.
constexpr std::array wide = {Range{0x1100, 0x115F},
                             Range{0x2E80, 0x303E},
                             Range{0x3041, 0xA4CF},
                             Range{0xA960, 0xA97F},
                             Range{0xAC00, 0xD7A3},
                             Range{0xF900, 0xFAFF},
                             Range{0xFE30, 0xFE6F},
                             Range{0xFF00, 0xFF60},
                             Range{0xFFE0, 0xFFE6},
                             Range{0x1F300, 0x1F64F},
                             Range{0x1F680, 0x1F6FF},
                             Range{0x1F900, 0x1FAFF},
                             Range{0x20000, 0x3FFFD}};

// Combining marks, zero width space and joiners, variation selectors.
constexpr std::array invisible = {Range{0x0300, 0x036F},
                                  Range{0x0483, 0x0489},
                                  Range{0x0591, 0x05BD},
                                  Range{0x064B, 0x065F},
                                  Range{0x1AB0, 0x1AFF},
                                  Range{0x1DC0, 0x1DFF},
                                  Range{0x200B, 0x200F},
                                  Range{0x20D0, 0x20FF},
                                  Range{0xFE00, 0xFE0F},
                                  Range{0xFE20, 0xFE2F}};

template <std::size_t N>
bool holds(const std::array<Range, N>& ranges, char32_t code) {
    return std::any_of(
        ranges.begin(), ranges.end(), [code](Range range) { return code >= range.first && code <= range.last; });
}

/// The first character of `text`, which is not empty; a byte that is not UTF-8 stands for itself.
struct Character {
    explicit Character(std::string_view text) {
        const auto lead = static_cast<unsigned char>(text.front());
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        while (bytes < std::min(length, text.size()) && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) {
            code = code << 6 | (static_cast<unsigned char>(text[bytes++]) & 0x3FU);
        }
    }

    std::size_t columns() const { return holds(invisible, code) ? 0 : holds(wide, code) ? 2 : 1; }

    std::size_t bytes = 1;
    char32_t code = 0;
};

}  // namespace

std::string path_text(const std::filesystem::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

std::filesystem::path to_path(const std::string& text) {
    return std::u8string(text.begin(), text.end());
}

std::string quoted(const std::string& text) {
    constexpr std::string_view special = " \t\n\"\\$&;|<>()*?[]{}~`#!";
    if (text.find('\'') == std::string::npos) {
        return text.find_first_of(special) == std::string::npos ? text : "'" + text + "'";
    }
    std::string escaped;
    for (const char c : text) {
        escaped += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return "'" + escaped + "'";
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Character character(text);
        width += character.columns();
        text.remove_prefix(character.bytes);
    }
    return width;
}

std::string fit(std::string_view text, std::size_t width, std::string_view ellipsis) {
    const std::size_t whole = display_width(text);
    if (whole <= width) {
        return std::string(text) + std::string(width - whole, ' ');
    }
    if (display_width(ellipsis) > width) {
        ellipsis = "";
    }
    const std::size_t room = width - display_width(ellipsis);
    std::string cut;
    std::size_t used = 0;
    for (Character next(text); used + next.columns() <= room; next = Character(text)) {
        cut += text.substr(0, next.bytes);
        used += next.columns();
        text.remove_prefix(next.bytes);
    }
    return cut + std::string(ellipsis) + std::string(room - used, ' ');
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    for (const std::string& word : split(text, " ")) {
        std::string& line = lines.back();
        if (line.empty()) {
            line = word;
        } else if (display_width(line) + 1 + display_width(word) <= width) {
            line += " " + word;
        } else {
            lines.push_back(word);
        }
    }
    return lines;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        if (end > 0) {
            items.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return items;
}

}  // namespace vinoscope::cli
