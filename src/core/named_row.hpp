// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "vinoscope/error.hpp"

namespace vinoscope {

/// The names of the rows of a table.
template <typename Row, std::size_t count>
constexpr std::array<std::string_view, count> names_of(const std::array<Row, count>& rows) {
    std::array<std::string_view, count> names;
    std::ranges::transform(rows, names.begin(), [](const Row& row) { return row.name; });
    return names;
}

/// The row of a table called `name`. @throws Error (usage) with the known names.
template <typename Row, std::size_t count>
const Row& named_row(const std::array<Row, count>& rows, std::string_view name, std::string_view what) {
    const auto found = std::ranges::find(rows, name, [](const Row& row) { return row.name; });
    if (found != rows.end())
        return *found;
    throw Error(ErrorKind::usage,
                fmt::format("expected {} {}, found '{}'", what, fmt::join(names_of(rows), ", "), name));
}

}  // namespace vinoscope
