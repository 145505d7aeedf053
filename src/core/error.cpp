// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/error.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"

namespace vinoscope {

namespace {

/// Bytes of a message. What a message quotes (a path, a label, an entry of rt_info) has any length.
constexpr std::size_t longest_message = 2000;

/// How a terminal would not show `character` but obey it, or break the line: control characters, U+2028, U+2029, and
/// the marks that turn the direction of text.
bool is_control(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) {
        return first < 0x20 || first == 0x7F;
    }
    return (character >= "\xC2\x80" && character < "\xC2\xA0") ||
           (character >= "\xE2\x80\xA8" && character <= "\xE2\x80\xAE") ||
           (character >= "\xE2\x81\xA6" && character <= "\xE2\x81\xA9");
}

std::string escaped(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        text += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    }
    return text;
}

/// The last `bytes` bytes of UTF-8 `text`, or fewer so that no character is cut.
std::string_view end_of(std::string_view text, std::size_t bytes) {
    return text.substr(cut_utf8(text, text.size() - bytes).size());
}

std::string shortened(const std::string& text) {
    if (text.size() <= longest_message) {
        return text;
    }
    const std::string_view head = cut_utf8(text, longest_message * 3 / 5);
    const std::string_view tail = end_of(text, longest_message * 2 / 5 - 50);
    return fmt::format("{} ... ({} more bytes) ... {}", head, text.size() - head.size() - tail.size(), tail);
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const std::string_view character = utf8_character(text);
        const std::string_view bytes = text.substr(0, std::max<std::size_t>(character.size(), 1));
        const bool is_space = bytes == "\n" || bytes == "\r" || bytes == "\t";
        line += is_space ? " " : character.empty() || is_control(character) ? escaped(bytes) : std::string(bytes);
        text.remove_prefix(bytes.size());
    }
    return line;
}

Error::Error(ErrorKind kind, const std::string& message)
    : std::runtime_error(shortened(one_line(message))), m_kind(kind) {}

}  // namespace vinoscope
