// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/labels.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "core/file.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

namespace {

std::string read_text(const std::filesystem::path& file) {
    constexpr std::uintmax_t most = std::uintmax_t{1} << 26;  // a hundred times what 20,000 classes take
    const std::vector<std::byte> bytes = read_file(file, most);
    std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.find('\0') != std::string::npos) {
        throw Error(ErrorKind::io, fmt::format("cannot read labels from {}: it is not UTF-8 text", path_text(file)));
    }
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

}  // namespace

std::vector<std::string> read_labels(const std::filesystem::path& file) {
    std::string text = read_text(file);
    std::erase(text, '\r');
    text.erase(text.find_last_not_of(" \t\n") + 1);
    if (text.empty()) {
        throw Error(ErrorKind::io, fmt::format("cannot read labels from {}: the file is empty", path_text(file)));
    }
    std::vector<std::string> labels;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        labels.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return labels;
}

std::vector<std::string> read_alphabet(const std::filesystem::path& file) {
    auto lines = read_labels(file);
    if (lines.size() > 1) {
        return lines;
    }
    std::vector<std::string> characters;
    for (std::string_view rest = lines.front(); !rest.empty();) {
        const std::string_view character = utf8_character(rest);
        if (character.empty()) {
            throw Error(ErrorKind::io,
                        fmt::format("cannot read an alphabet from {}: it is not UTF-8 text", path_text(file)));
        }
        characters.emplace_back(character);
        rest.remove_prefix(character.size());
    }
    return characters;
}

}  // namespace vinoscope
