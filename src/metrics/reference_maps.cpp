// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/random.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope {
namespace {

SaliencyMap empty_map(int height, int width) {
    if (height < 1 || width < 1)
        throw Error(ErrorKind::usage, "expected a map with at least one row and one column");
    SaliencyMap map;
    map.height = height;
    map.width = width;
    map.values.resize(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
    return map;
}

// From -1/2 at the first edge to 1/2 at the last, in standard deviations.
double deviations(int position, int size) {
    constexpr double standard_deviation = 0.27;
    return ((position + 0.5) / size - 0.5) / standard_deviation;
}

}  // namespace

SaliencyMap random_map(int height, int width, std::uint64_t seed) {
    auto map = empty_map(height, width);
    Random random(seed, 0);
    std::ranges::generate(map.values, [&] { return static_cast<float>(random.uniform()); });
    return map;
}

SaliencyMap centred_gaussian(int height, int width) {
    auto map = empty_map(height, width);
    auto value = map.values.begin();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            *value++ = static_cast<float>(
                std::exp(-0.5 * (std::pow(deviations(y, height), 2) + std::pow(deviations(x, width), 2))));
    return map;
}

}  // namespace vinoscope
