// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "metrics/localisation.hpp"

namespace vinoscope {
namespace {

double share_of_strongest(const SaliencyMap& map, const GroundTruth& truth, double tolerance) {
    require_finite(map);
    const auto covered = map.region.value_or(image_canvas(truth.height, truth.width).frame);
    const double cell_width = (static_cast<double>(covered.x2) - covered.x1) / map.width;
    const double cell_height = (static_cast<double>(covered.y2) - covered.y1) / map.height;
    const float highest = *std::ranges::max_element(map.values);
    int strongest = 0;
    int hits = 0;
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        if (map.values[i] != highest)
            continue;
        const auto row = static_cast<int>(i) / map.width;
        const auto column = static_cast<int>(i) % map.width;
        ++strongest;
        hits +=
            truth.contains(covered.x1 + (column + 0.5) * cell_width, covered.y1 + (row + 0.5) * cell_height, tolerance);
    }
    return static_cast<double>(hits) / strongest;
}

}  // namespace

MetricValue pointing_game(const SaliencyMap& map, const GroundTruth& truth, double tolerance) {
    require_annotation(truth);
    return value_of([&] { return share_of_strongest(map, truth, tolerance); });
}

}  // namespace vinoscope
