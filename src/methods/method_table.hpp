// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "methods/white_box.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope {

/// One row: what users read, and the function that does it.
struct Method {
    MethodInfo info;
    WhiteBoxMap (*build)(const WhiteBox&) = nullptr;

    bool per_class() const { return info.answers == "class"; }
};

/// All methods; the only list of them.
std::span<const Method> method_table();

/// The method called `name`; "auto" is the first of the table.
/// @throws Error (usage) with the nearest names.
const Method& find_method(std::string_view name);

}  // namespace vinoscope
