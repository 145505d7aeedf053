// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/class_probability_map.hpp"

#include <algorithm>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/softmax.hpp>

#include "heads/places.hpp"

namespace vinoscope {
namespace {

// [batch, anchors, classes, anchors, h, w], where anchors stand on one side of the classes or are other axes.
Value by_anchors(const AxisTrace& trace, const SpatialLayer& layer, const ClassAxisLayout& classes) {
    const auto& axes = trace.at(layer.value);
    const auto& grid = layer.grid;
    const auto is_place = [&](std::int64_t axis) { return axis == grid.height_axis || axis == grid.width_axis; };
    Integers order = {0};
    std::int64_t others = 1;
    for (std::int64_t axis = 1; axis < static_cast<std::int64_t>(axes.size()); ++axis) {
        if (is_place(axis) || axis == classes.axis)
            continue;
        order.push_back(axis);
        others *= size_of(axes[axis]);
    }
    order.insert(order.end(), {classes.axis, grid.height_axis});
    if (!grid.tokens())
        order.push_back(grid.width_axis);
    const auto outer = size_of(axes[classes.axis]) / (classes.size * classes.stride);
    const auto values = reshaped(transposed(layer.value, order),
                                 {-1, others * outer, classes.size, classes.stride, grid.height, grid.width});
    if (classes.count == classes.size)
        return values;
    return crop(values, 2, classes.first, classes.first + classes.count);
}

Value probabilities(const Value& scores, ClassActivation activation) {
    return activation == ClassActivation::softmax ? softmax(scores, 2) : sigmoid(scores);
}

// [batch, classes, h, w]
Value best_of_anchors(const AxisTrace& trace, const ClassHead& head) {
    auto scores = probabilities(by_anchors(trace, head.layer, head.classes), head.activation);
    if (head.objectness) {
        const auto objectness = by_anchors(trace, head.objectness->layer, head.objectness->classes);
        const auto& anchors = scores.get_partial_shape();
        const auto& grid = head.layer.grid;
        const auto same =
            reshaped(objectness, {-1, anchors[1].get_length(), 1, anchors[3].get_length(), grid.height, grid.width});
        scores = scores * sigmoid(same);
    }
    return maximum(scores, {1, 3}, false);
}

}  // namespace

Value class_probability_map(const AxisTrace& trace, const std::vector<ClassHead>& heads) {
    const auto& finest =
        std::ranges::max_element(heads, {}, [](const ClassHead& head) { return head.layer.grid.cells(); })->layer.grid;
    Value sum;
    for (const auto& head : heads) {
        const auto map = resized_map(best_of_anchors(trace, head), head.layer.grid, finest);
        sum = sum.get_node() == nullptr ? map : sum + map;
    }
    return sum;
}

}  // namespace vinoscope
