// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/text.hpp"

#include <algorithm>

namespace vinoscope {

namespace {

unsigned char byte_of(char c) {
    return static_cast<unsigned char>(c);
}

bool is_continuation(char c) {
    return (byte_of(c) & 0xC0U) == 0x80U;
}

std::size_t size_from_lead(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

}  // namespace

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(
        lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        pieces.push_back(trim(text.substr(0, end)));
        text.remove_prefix(end + 1);
    }
    pieces.push_back(trim(text));
    return pieces;
}

std::string_view utf8_character(std::string_view text) {
    const std::size_t size = text.empty() ? 0 : size_from_lead(byte_of(text[0]));
    if (size == 0 || size > text.size() || !std::ranges::all_of(text.substr(1, size - 1), is_continuation)) {
        return {};
    }
    return text.substr(0, size);
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) {
        return text;
    }
    while (bytes > 0 && is_continuation(text[bytes])) {
        --bytes;
    }
    return text.substr(0, bytes);
}

}  // namespace vinoscope
