// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axis_rules/rules.hpp"

#include <algorithm>

namespace vinoscope::axis_rules {

Axes unknown_axes(const ov::Shape& shape) {
    Axes axes;
    for (const auto size : shape)
        axes.push_back(new_axis(Origin::other, static_cast<std::int64_t>(size)));
    return axes;
}

std::vector<Axes> unknown_outputs(const ov::Node& node) {
    std::vector<Axes> outputs;
    for (const auto& output : node.outputs())
        outputs.push_back(unknown_axes(output.get_shape()));
    return outputs;
}

bool have_sizes(const Axes& axes, const ov::Shape& shape) {
    return std::ranges::equal(axes, shape, [](const Axis& axis, std::size_t size) {
        return size_of(axis) == static_cast<std::int64_t>(size);
    });
}

Axis resized(const Axis& axis, std::int64_t size) {
    if (size_of(axis) == size)
        return axis;
    const bool one_kind = axis.size() == 1 && std::ranges::count_if(axis.front(), [](const Factor& factor) {
                                                  return factor.size > 1;
                                              }) <= 1;
    return new_axis(one_kind ? origin_of(axis) : Origin::other, size);
}

std::int64_t positive(std::int64_t axis, std::size_t rank) {
    return axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis;
}

Axes without(Axes axes, std::vector<std::int64_t> removed) {
    std::ranges::transform(removed, removed.begin(), [&](std::int64_t axis) { return positive(axis, axes.size()); });
    std::ranges::sort(removed, std::greater<>());
    for (const auto axis : removed)
        axes.erase(axes.begin() + axis);
    return axes;
}

}  // namespace vinoscope::axis_rules
