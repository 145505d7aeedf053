// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope::cli {

/// One allowed value of a flag.
template <typename T>
struct Choice {
    std::string_view name;
    T value;
};

/// What `--help` shows as the value: "a|b|c".
inline std::string choices(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, "|"));
}

[[noreturn]] inline void reject_choice(std::string_view flag,
                                       std::string_view found,
                                       const std::vector<std::string>& names) {
    throw Error(
        ErrorKind::usage,
        fmt::format("{}: expected {}, found '{}'{}", flag, fmt::join(names, ", "), found, did_you_mean(found, names)));
}

/// The value that `text` names. @throws Error (usage) with all names and the nearest
template <typename T>
T parse_choice(std::string_view flag, std::string_view text, std::span<const Choice<T>> choices) {
    std::vector<std::string> names;
    for (const Choice<T>& choice : choices) {
        if (choice.name == text) {
            return choice.value;
        }
        names.emplace_back(choice.name);
    }
    reject_choice(flag, text, names);
}

/// @throws Error (usage) when `text` is none of `names`
inline void check_choice(std::string_view flag, std::string_view text, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (name == text) {
            return;
        }
    }
    reject_choice(flag, text, names);
}

}  // namespace vinoscope::cli
