// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "core/file.hpp"
#include "core/text.hpp"

namespace vinoscope {

namespace {

bool is_reserved(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() > 1) {
        return character >= "\xC2\x80" && character < "\xC2\xA0";  // control characters U+0080..U+009F
    }
    return first < 0x20 || first == 0x7F || std::string_view(R"(<>:"/\|?*)").find(character) != std::string_view::npos;
}

std::string replace_reserved(std::string_view text) {
    std::string name;
    while (!text.empty()) {
        const std::string_view character = utf8_character(text);
        name += character.empty() || is_reserved(character) ? "_" : character;
        text.remove_prefix(std::max<std::size_t>(character.size(), 1));
    }
    return name;
}

/// Windows takes these for devices, whatever the case and the extension.
bool is_device_name(std::string_view name) {
    const std::string stem = lower_case(name.substr(0, name.find('.')));
    constexpr std::array<std::string_view, 4> devices = {"con", "prn", "aux", "nul"};
    if (std::ranges::find(devices, stem) != devices.end()) {
        return true;
    }
    return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '0' && stem[3] <= '9';
}

}  // namespace

std::string safe_file_name(std::string_view label) {
    std::string name = replace_reserved(label);
    if (is_device_name(name)) {
        name.insert(name.begin(), '_');
    }
    name.resize(cut_utf8(name, max_file_name).size());
    if (name.empty()) {
        return "_";
    }
    if (name.front() == '.') {
        name.front() = '_';
    }
    if (name.back() == '.' || name.back() == ' ') {
        name.back() = '_';
    }
    return name;
}

}  // namespace vinoscope
