// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "methods/method.hpp"

namespace vinoscope {

/// All methods; the only list of them.
std::span<const Method> method_table();

/// The method called `name`. @throws Error (usage) with the nearest names.
const Method& find_method(std::string_view name);

/// The first white-box method of the table that gives a map for each class and suits the model.
/// @throws Error (unsupported) when none does.
const Method& suitable_method(const WhiteBox& box);

/// What the automatic choice takes for boxes that a detector found, where the model has gradients.
const Method& default_for_boxes();

/// The first black-box method of the table: what the automatic choice falls back on.
const Method& default_black_box();

}  // namespace vinoscope
