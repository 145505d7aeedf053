// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/normalize.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "core/map_status.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

struct Range {
    float low;
    float high;
};

// What most of the positive values stay below; all of them when fewer than one in a hundred is positive.
float robust_maximum(std::vector<float> values) {
    const auto percentile = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 99 / 100);
    std::ranges::nth_element(values, percentile);
    return *percentile > 0 ? *percentile : std::max(0.0F, *std::max_element(percentile, values.end()));
}

Range shown_range(const SaliencyMap& map) {
    if (map.of_pixels)
        return {0, robust_maximum(map.values)};
    const auto [low, high] = std::ranges::minmax(map.values);
    return {low, high};
}

}  // namespace

std::vector<float> normalized(const SaliencyMap& map) {
    if (map.height < 1 || map.width < 1 || map.values.size() / map.height != static_cast<std::size_t>(map.width) ||
        map.values.size() % map.height != 0) {
        throw Error(
            ErrorKind::usage,
            fmt::format("a map of {}x{} must have as many values, found {}", map.width, map.height, map.values.size()));
    }
    if (map.status != MapStatus::ok || status_of(map.values).status != MapStatus::ok) {
        return {};
    }
    const auto [low, high] = shown_range(map);
    const double offset = low;
    const double scale = low < high ? 255.0 / (static_cast<double>(high) - offset) : 0;
    std::vector<float> scaled(map.values.size());
    std::ranges::transform(map.values, scaled.begin(), [&, low = low, high = high](float value) {
        return static_cast<float>((std::clamp(value, low, high) - offset) * scale);
    });
    return scaled;
}

}  // namespace vinoscope
