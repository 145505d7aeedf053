// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// The values of `map` scaled so that its minimum becomes 0 and its maximum 255. Empty when the map cannot be drawn:
/// its status is not ok, or its values are flat or not finite whatever the status says.
/// @throws Error (usage) when the number of values is not height * width.
std::vector<float> normalized(const SaliencyMap& map);

}  // namespace vinoscope
