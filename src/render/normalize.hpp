// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "vinoscope/render.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// Returns the names of the signs in the order of Sign.
std::span<const std::string_view> sign_choices();

/// The values of a map as positions among the colours.
struct NormalizedMap {
    std::vector<float> values = {};  ///< 0..255; empty when the map cannot be drawn
    float low = 0;                   ///< the value of the map at 0
    float high = 0;                  ///< and at 255
    bool about_zero = false;         ///< whether zero is in the middle
};

/// Scales the values of `map` by the rule that render() states. Nothing is drawn of a map that is not usable, or whose
/// values are flat or not finite whatever its status says.
/// @param range what the colours reach over instead of that rule
/// @throws Error (usage) when the number of values is not height * width, or the range is empty or not finite.
NormalizedMap normalized(const SaliencyMap& map,
                         Sign sign = Sign::automatic,
                         const std::optional<std::pair<float, float>>& range = {});

}  // namespace vinoscope
