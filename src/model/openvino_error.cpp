// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/openvino_error.hpp"

#include <algorithm>
#include <array>

namespace vinoscope {
namespace {

constexpr std::size_t longest_line = 300;

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_noise(std::string_view line) {
    constexpr std::array<std::string_view, 4> starts = {
        "Exception from ", "Check '", "FrontEnd API failed with", "While validating node"};
    return line.empty() || std::any_of(starts.begin(), starts.end(), [line](std::string_view start) {
               return line.starts_with(start);
           });
}

std::string cut(std::string_view line) {
    if (line.size() <= longest_line) {
        return std::string(line);
    }
    auto end = longest_line;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {  // inside a UTF-8 character
        --end;
    }
    return std::string(line.substr(0, end)) + "...";
}

}  // namespace

std::string condense_openvino_error(std::string_view what) {
    std::string_view last;
    while (!what.empty()) {
        const auto end = what.find('\n');
        const auto line = trim(what.substr(0, end));
        if (!is_noise(line)) {
            return cut(line);
        }
        last = line.empty() ? last : line;
        what.remove_prefix(end == std::string_view::npos ? what.size() : end + 1);
    }
    return cut(last);
}

}  // namespace vinoscope
