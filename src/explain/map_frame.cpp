// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/map_frame.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/map_status.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

void MapFrame::require_room(std::size_t maps, std::size_t memory_limit) const {
    const std::size_t per_map = std::max<std::size_t>(2 * sizeof(float) * size(), 1);
    if (maps > memory_limit / per_map)
        throw Error(
            ErrorKind::usage,
            fmt::format("expected at most {} targets, whose maps of {}x{} values take {} bytes, found {}; explain "
                        "fewer at once, or raise the limit (memory_limit)",
                        memory_limit / per_map,
                        height,
                        width,
                        memory_limit,
                        maps));
}

SaliencyMap MapFrame::of_image(std::span<const float> values, float scale) const {
    SaliencyMap map;
    map.height = static_cast<int>(height);
    map.width = static_cast<int>(width);
    map.values.assign(values.begin(), values.end());
    map.region = region;
    map.of_pixels = of_pixels;
    map.is_signed = is_signed;
    const auto [status, reason] = status_of(map.values, scale);
    map.status = status;
    map.reason = reason;
    return map;
}

SaliencyMap MapFrame::of_target(const ResolvedTarget& resolved, std::span<const float> values, float scale) const {
    auto map = of_image(values, scale);
    map.target = resolved.target;
    map.label = resolved.label;
    map.name = resolved.name;
    map.box = resolved.box;
    map.asked = resolved.asked;
    return map;
}

}  // namespace vinoscope
