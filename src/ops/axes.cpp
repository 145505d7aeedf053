// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axes.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <numeric>

namespace vinoscope {
namespace {

int next_source() {
    static std::atomic<int> counter = 0;
    return ++counter;
}

Segment new_segment(Origin origin, std::int64_t size) {
    return {{origin, next_source(), size, 1, size}};
}

// Digits that stand next to each other and were split from one axis grow together again; digits of size 1 say nothing.
Segment normalized(const Segment& segment) {
    Segment result;
    for (const auto& factor : segment) {
        if (factor.size == 1)
            continue;
        if (!result.empty() && result.back().source == factor.source &&
            result.back().stride == factor.stride * factor.size) {
            result.back().size *= factor.size;
            result.back().stride = factor.stride;
        } else {
            result.push_back(factor);
        }
    }
    return result;
}

// The leading digits of a source axis: places in their order, perhaps coarser than the source counted them.
bool leads(const Factor& factor, Origin origin) {
    return factor.origin == origin && factor.size * factor.stride == factor.extent;
}

std::optional<SpatialGrid> token_grid(const Axis& axis, std::int64_t index) {
    SpatialGrid grid;
    bool found = false;
    for (const auto& segment : axis) {
        const auto digits = normalized(segment);
        if (!found && digits.size() == 2 && leads(digits[0], Origin::height) && leads(digits[1], Origin::width)) {
            found = true;
            grid.height = digits[0].size;
            grid.width = digits[1].size;
        } else {
            (found ? grid.suffix : grid.prefix) += size_of(segment);
        }
    }
    grid.height_axis = grid.width_axis = index;
    return found ? std::optional(grid) : std::nullopt;
}

}  // namespace

std::int64_t size_of(const Segment& segment) {
    return std::transform_reduce(
        segment.begin(), segment.end(), std::int64_t{1}, std::multiplies<>(), [](const Factor& factor) {
            return factor.size;
        });
}

std::int64_t size_of(const Axis& axis) {
    return std::transform_reduce(axis.begin(), axis.end(), std::int64_t{0}, std::plus<>(), [](const Segment& segment) {
        return size_of(segment);
    });
}

std::int64_t size_of(const Axes& axes) {
    return std::transform_reduce(
        axes.begin(), axes.end(), std::int64_t{1}, std::multiplies<>(), [](const Axis& axis) { return size_of(axis); });
}

std::int64_t values_per_image(const Axes& axes) {
    auto of_one_image = axes;
    for (auto& axis : of_one_image)
        for (auto& segment : axis)
            for (auto& factor : segment)
                factor.size = factor.origin == Origin::batch ? 1 : factor.size;
    return size_of(of_one_image);
}

Axis new_axis(Origin origin, std::int64_t size) {
    return {new_segment(origin, size)};
}

Origin origin_of(const Axis& axis) {
    for (const auto origin : {Origin::height, Origin::width, Origin::batch})
        if (counts(axis, origin))
            return origin;
    return Origin::other;
}

bool counts(const Axis& axis, Origin origin) {
    return std::ranges::any_of(axis, [&](const Segment& segment) {
        return std::ranges::any_of(segment, [&](const Factor& factor) { return factor.origin == origin; });
    });
}

bool same_digits(const Segment& a, const Segment& b) {
    return normalized(a) == normalized(b);
}

std::optional<SpatialGrid> spatial_grid(const Axes& axes) {
    SpatialGrid grid;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto index = static_cast<std::int64_t>(i);
        if (counts(axes[i], Origin::batch))
            continue;
        if (const auto tokens = token_grid(axes[i], index))
            return tokens;
        if (axes[i].size() != 1)
            continue;
        const auto digits = normalized(axes[i].front());
        if (digits.size() != 1)
            continue;
        if (leads(digits.front(), Origin::height)) {
            grid.height = digits.front().size;
            grid.height_axis = index;
        } else if (leads(digits.front(), Origin::width)) {
            grid.width = digits.front().size;
            grid.width_axis = index;
        }
    }
    return grid.height > 0 && grid.width > 0 ? std::optional(grid) : std::nullopt;
}

std::optional<std::int64_t> batch_axis(const Axes& axes) {
    std::optional<std::int64_t> result;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (!counts(axes[i], Origin::batch))
            continue;
        if (result)
            return std::nullopt;
        result = static_cast<std::int64_t>(i);
    }
    return result;
}

}  // namespace vinoscope
