// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/normalize.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "core/map_status.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

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
    const auto [low, high] = std::ranges::minmax(map.values);
    const double offset = low;
    const double scale = 255.0 / (static_cast<double>(high) - offset);
    std::vector<float> scaled(map.values.size());
    std::ranges::transform(
        map.values, scaled.begin(), [&](float value) { return static_cast<float>((value - offset) * scale); });
    return scaled;
}

}  // namespace vinoscope
