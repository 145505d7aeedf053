// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace vinoscope {

/// The whole number that all of `text` spells, if any.
template <typename Integer>
std::optional<Integer> to_integer(std::string_view text) {
    Integer value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Digits, perhaps behind a minus sign, however many.
inline bool looks_like_integer(std::string_view text) {
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The finite number that all of `text` spells in the C locale, if any.
std::optional<float> to_float(std::string_view text);

/// @throws Error (usage) when `value`, which messages call `name`, is not in `lowest`..`highest`, or is NaN
void require_range(std::string_view name, double value, double lowest, double highest);

}  // namespace vinoscope
