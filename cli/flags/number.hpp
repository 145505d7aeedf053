// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope::cli {

/// The finite number that `text` is, whole. @throws Error (usage) that names `flag`
float parse_float(std::string_view flag, const std::string& text);

/// The items of a list of numbers, separated by commas or spaces; none for an empty text.
/// @throws Error (usage) that names `flag` if there is nothing between two commas
std::vector<std::string> number_items(std::string_view flag, const std::string& text);

/// The numbers of such a list. @throws Error (usage) that names `flag`
std::vector<float> parse_floats(std::string_view flag, const std::string& text);

/// The number 0..2^64-1 that `text` is, whole. @throws Error (usage) that names `flag`
std::uint64_t parse_count(std::string_view flag, const std::string& text);

/// The whole number `least`..`most` that `text` is; `otherwise` for an empty one. @throws Error (usage) that names
/// `flag`
int parse_size(std::string_view flag, const std::string& text, int otherwise, int least, int most);

/// The bytes that "500M" or "2G" (of 2^20 or 2^30) says, at least 1M. @throws Error (usage) that names `flag`
std::uint64_t parse_bytes(std::string_view flag, const std::string& text);

struct Sides {
    int height = 0;
    int width = 0;
};

/// "192x256", or "224" for both sides; 0x0 for an empty text. @throws Error (usage) that names `flag`
Sides parse_sides(std::string_view flag, const std::string& text);

}  // namespace vinoscope::cli
