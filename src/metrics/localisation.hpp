// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "metrics/heatmap.hpp"
#include "metrics/no_value.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope {

/// @throws Error (usage) when nothing is annotated, or the mask has not the size of the image
void require_annotation(const GroundTruth& truth);

/// For each pixel of the image whether its centre is on the object.
std::vector<bool> object_pixels(const GroundTruth& truth);

/// `judge(values, inside)` of the map in the pixels of the image, scaled to 0..1, and of the pixels on the object.
template <typename Judge>
MetricValue on_image(const SaliencyMap& map, const GroundTruth& truth, Judge judge) {
    require_annotation(truth);
    return value_of([&] {
        require_usable(map);
        const auto canvas = image_canvas(truth.height, truth.width);
        return judge(unit_scaled(sample(map, canvas.frame, canvas)), object_pixels(truth));
    });
}

}  // namespace vinoscope
