// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/map_frame.hpp"

#include "core/map_status.hpp"

namespace vinoscope {

SaliencyMap MapFrame::of_image(std::span<const float> values) const {
    SaliencyMap map;
    map.height = static_cast<int>(height);
    map.width = static_cast<int>(width);
    map.values.assign(values.begin(), values.end());
    map.region = region;
    const auto [status, reason] = status_of(map.values);
    map.status = status;
    map.reason = reason;
    return map;
}

SaliencyMap MapFrame::of_class(std::int64_t target, std::span<const float> values) const {
    auto map = of_image(values);
    map.target = target;
    if (!labels.empty())
        map.label = labels[static_cast<std::size_t>(target)];
    return map;
}

}  // namespace vinoscope
