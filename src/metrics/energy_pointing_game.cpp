// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/localisation.hpp"

namespace vinoscope {

// Sum of the map on the object over the sum of the map.
MetricValue energy_pointing_game(const SaliencyMap& map, const GroundTruth& truth) {
    return on_image(map, truth, [](const std::vector<float>& values, const std::vector<bool>& inside) {
        double on_object = 0;
        double everywhere = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            everywhere += values[i];
            on_object += inside[i] ? values[i] : 0;
        }
        return on_object / everywhere;
    });
}

}  // namespace vinoscope
