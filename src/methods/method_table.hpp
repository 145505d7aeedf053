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
    bool (*suits)(const WhiteBox&) = nullptr;  ///< whether the automatic choice may take it; nullptr: always

    bool per_class() const { return info.answers == "class"; }
};

/// All methods; the only list of them.
std::span<const Method> method_table();

/// The method called `name`. @throws Error (usage) with the nearest names.
const Method& find_method(std::string_view name);

/// The first method of the table that suits the model.
const Method& suitable_method(const WhiteBox& box);

}  // namespace vinoscope
