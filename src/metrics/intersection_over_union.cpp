// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "metrics/localisation.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

MetricValue intersection_over_union(const SaliencyMap& map, const GroundTruth& truth, double threshold) {
    if (!(threshold >= 0 && threshold <= 1))
        throw Error(ErrorKind::usage, fmt::format("expected a threshold in 0..1, found {}", threshold));
    return on_image(map, truth, [threshold](const std::vector<float>& values, const std::vector<bool>& inside) {
        int both = 0;
        int any = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool strong = values[i] >= threshold;
            both += strong && inside[i];
            any += strong || inside[i];
        }
        return static_cast<double>(both) / any;
    });
}

}  // namespace vinoscope
