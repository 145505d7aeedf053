// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// The names nearest to `wanted`, best first, at most `count`: by edit distance (case ignored), names that contain
/// `wanted` first. Names with nothing in common are left out.
std::vector<std::string> nearest_names(std::string_view wanted,
                                       std::span<const std::string> names,
                                       std::size_t count = 3);

/// "; did you mean a, b or c?", or nothing when no name is near.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> names);

}  // namespace vinoscope
