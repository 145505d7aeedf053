// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace vinoscope {

/// Where one output position of a linear interpolation takes its value:
/// `(1 - weight) * source[first] + weight * source[second]`.
struct Tap {
    int first = 0;
    int second = 0;
    float weight = 0;

    bool operator==(const Tap&) const = default;
};

/// The taps of one axis, with pixel centres at half positions and edges repeated, as cv::INTER_LINEAR.
std::vector<Tap> plan_resize(int source_size, int size);

/// The same when the source covers the outputs from `begin` to `end` (between pixels, perhaps beyond both ends).
std::vector<Tap> plan_resize(int source_size, int size, double begin, double end);

}  // namespace vinoscope
