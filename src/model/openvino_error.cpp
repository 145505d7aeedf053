// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/openvino_error.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace vinoscope {
namespace {

bool is_noise(std::string_view line) {
    constexpr std::array<std::string_view, 4> starts = {
        "Exception from ", "Check '", "FrontEnd API failed with", "While validating node"};
    return std::ranges::any_of(starts, [line](std::string_view start) { return line.starts_with(start); });
}

std::string shorten(std::string_view line) {
    constexpr std::size_t longest = 300;
    return std::string(cut_utf8(line, longest)) + (line.size() > longest ? "..." : "");
}

}  // namespace

std::string condense_openvino_error(std::string_view what) {
    auto lines = split(what, '\n');
    std::erase_if(lines, [](std::string_view line) { return line.empty(); });
    if (lines.empty()) {
        return "OpenVINO gives no reason";
    }
    const auto useful = std::ranges::find_if_not(lines, is_noise);
    return shorten(useful == lines.end() ? lines.back() : *useful);
}

}  // namespace vinoscope
