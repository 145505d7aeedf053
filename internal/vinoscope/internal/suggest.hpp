// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// Returns at most `count` names that are similar to `wanted`, the best first: names that contain `wanted`, then by
/// edit distance, ignoring case. Names without similarity are excluded.
[[nodiscard]] VINOSCOPE_API std::vector<std::string> nearest_names(std::string_view wanted,
                                                                   std::span<const std::string> names,
                                                                   std::size_t count = 3);

/// Returns "; did you mean a, b or c?", or an empty string if no name is similar.
[[nodiscard]] VINOSCOPE_API std::string did_you_mean(std::string_view wanted, std::span<const std::string> names);

}  // namespace vinoscope
