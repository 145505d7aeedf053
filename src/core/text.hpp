// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// ASCII letters in lower case, all other bytes as they are.
std::string lower_case(std::string_view text);

/// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text);

/// The trimmed pieces between `separator`; one piece when there is none.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The names in a row, e.g. "jpg, png, npy".
template <typename Names>
std::string list_of(const Names& names) {
    std::string text;
    for (const auto& name : names) {
        text.append(text.empty() ? "" : ", ").append(name);
    }
    return text;
}

/// The UTF-8 character that starts `text`; empty when there is none or it is not valid.
std::string_view utf8_character(std::string_view text);

/// The first `bytes` bytes of UTF-8 `text`, or fewer so that no character is cut.
std::string_view cut_utf8(std::string_view text, std::size_t bytes);

}  // namespace vinoscope
