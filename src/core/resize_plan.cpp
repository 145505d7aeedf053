// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/resize_plan.hpp"

#include <algorithm>
#include <cmath>

namespace vinoscope {

std::vector<Tap> plan_resize(int source_size, int size) {
    return plan_resize(source_size, size, 0, size);
}

std::vector<Tap> plan_resize(int source_size, int size, double begin, double end) {
    std::vector<Tap> taps(static_cast<std::size_t>(size));
    const double scale = source_size / (end - begin);
    for (int i = 0; i < size; ++i) {
        const double center = std::clamp((i + 0.5 - begin) * scale - 0.5, 0.0, source_size - 1.0);
        const int first = static_cast<int>(center);
        taps[static_cast<std::size_t>(i)] = {
            first, std::min(first + 1, source_size - 1), static_cast<float>(center - first)};
    }
    return taps;
}

}  // namespace vinoscope
