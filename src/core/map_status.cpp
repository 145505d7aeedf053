// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/map_status.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace vinoscope {

std::string to_string(MapStatus status) {
    switch (status) {
        case MapStatus::ok:
            return "ok";
        case MapStatus::flat:
            return "flat";
        case MapStatus::not_finite:
            return "not_finite";
        case MapStatus::lost:
            return "lost";
    }
    return "unknown";
}

StatusAndReason status_of(std::span<const float> values) {
    if (values.empty()) {
        return {MapStatus::flat, "the map has no values"};
    }
    const auto bad = std::ranges::count_if(values, [](float value) { return !std::isfinite(value); });
    if (bad > 0) {
        return {MapStatus::not_finite, fmt::format("{} of {} values are NaN or infinite", bad, values.size())};
    }
    const auto [low, high] = std::ranges::minmax(values);
    if (low == high) {
        return {MapStatus::flat,
                fmt::format("all {} values are {:g}: the method saw no difference between places", values.size(), low)};
    }
    return {};
}

}  // namespace vinoscope
