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
        case MapStatus::nearly_flat:
            return "nearly_flat";
    }
    return "unknown";
}

bool is_usable(MapStatus status) {
    return status == MapStatus::ok || status == MapStatus::nearly_flat;
}

StatusAndReason status_of(std::span<const float> values, float scale) {
    if (values.empty()) {
        return {MapStatus::flat, "the map has no values"};
    }
    const auto bad = std::ranges::count_if(values, [](float value) { return !std::isfinite(value); });
    if (bad > 0) {
        return {MapStatus::not_finite, fmt::format("{} of {} values are NaN or infinite", bad, values.size())};
    }
    const auto [low, high] = std::ranges::minmax(values);
    if (low == high) {
        return {
            MapStatus::flat,
            fmt::format(
                "all {} values are {:g}: the method found no difference between image regions", values.size(), low)};
    }
    const float largest = std::max({std::abs(low), std::abs(high), scale});
    if (high - low <= rounding * largest) {
        return {MapStatus::flat,
                fmt::format(
                    "the {} values differ by at most {:.1g}, which is rounding error for values of about {:.1g}: the "
                    "method found no difference between image regions",
                    values.size(),
                    high - low,
                    largest)};
    }
    const float largest_value = std::max(std::abs(low), std::abs(high));
    if (high - low < least_difference * largest_value) {
        return {MapStatus::nearly_flat,
                fmt::format("the values differ by {:.2g} % of the largest, from {:.6g} to {:.6g}",
                            100 * (high - low) / largest_value,
                            low,
                            high)};
    }
    return {};
}

}  // namespace vinoscope
