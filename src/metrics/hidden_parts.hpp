// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "metrics/metric_case.hpp"

namespace vinoscope {

/// What a map says about some hidden parts of an image, and what the model says.
struct HiddenParts {
    std::vector<float> attributions;  ///< sum of the map over each part
    std::vector<float> losses;        ///< score of the image - score of the image without the part
};

/// Hides MetricOptions::subsets parts, one at a time.
/// @param draw writes part `index` in the pixels of the model's input: 0 where it hides, 1 elsewhere
HiddenParts hide_parts(MetricCase& one, const DrawMask& draw);

}  // namespace vinoscope
