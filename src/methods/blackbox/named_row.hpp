// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "vinoscope/error.hpp"

namespace vinoscope {

/// The row of a table called `name`. @throws Error (usage) with the known names.
template <typename Rows>
const auto& named_row(const Rows& rows, std::string_view name, std::string_view what) {
    const auto found = std::ranges::find(rows, name, [](const auto& row) { return row.name; });
    if (found != rows.end())
        return *found;
    std::string names;
    for (const auto& row : rows)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", row.name);
    throw Error(ErrorKind::usage, fmt::format("expected {} {}, found \"{}\"", what, names, name));
}

}  // namespace vinoscope
