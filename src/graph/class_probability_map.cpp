// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <openvino/op/add.hpp>
#include <openvino/op/interpolate.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/softmax.hpp>

#include "graph/class_heads.hpp"

namespace vinoscope {
namespace {

// [batch, anchors, classes, anchors, h, w], where anchors stand on one side of the classes or are other axes.
Value by_anchors(const AxisTrace& trace, const ClassHead& head) {
    const auto& axes = trace.at(head.layer.value);
    const auto& grid = head.layer.grid;
    const auto is_place = [&](std::int64_t axis) { return axis == grid.height_axis || axis == grid.width_axis; };
    Integers order = {0};
    std::int64_t others = 1;
    for (std::int64_t axis = 1; axis < static_cast<std::int64_t>(axes.size()); ++axis) {
        if (is_place(axis) || axis == head.classes.axis)
            continue;
        order.push_back(axis);
        others *= size_of(axes[axis]);
    }
    order.insert(order.end(), {head.classes.axis, grid.height_axis});
    if (!grid.tokens())
        order.push_back(grid.width_axis);
    const auto outer = size_of(axes[head.classes.axis]) / (head.classes.size * head.classes.stride);
    return reshaped(transposed(head.layer.value, order),
                    {-1, others * outer, head.classes.size, head.classes.stride, grid.height, grid.width});
}

Value probabilities(const Value& scores, ClassActivation activation) {
    if (activation == ClassActivation::softmax)
        return std::make_shared<ov::op::v8::Softmax>(scores, 2);
    return std::make_shared<ov::op::v0::Sigmoid>(scores);
}

// [batch, classes, h, w]
Value best_of_anchors(const AxisTrace& trace, const ClassHead& head) {
    const auto& classes = head.classes;
    Value scores = by_anchors(trace, head);
    if (classes.count < classes.size)
        scores = std::make_shared<ov::op::v8::Slice>(
            scores, integers({classes.first}), integers({classes.first + classes.count}), integers({1}), integers({2}));
    return std::make_shared<ov::op::v1::ReduceMax>(probabilities(scores, head.activation), integers({1, 3}), false);
}

Value resized(const Value& map, const SpatialGrid& from, const SpatialGrid& to) {
    if (from.height == to.height && from.width == to.width)
        return map;
    using Interpolate = ov::op::v11::Interpolate;
    Interpolate::InterpolateAttrs attributes(Interpolate::InterpolateMode::LINEAR_ONNX,
                                             Interpolate::ShapeCalcMode::SIZES,
                                             {0},
                                             {0},
                                             Interpolate::CoordinateTransformMode::HALF_PIXEL);
    return std::make_shared<Interpolate>(map, integers({to.height, to.width}), integers({2, 3}), attributes);
}

}  // namespace

Value class_probability_map(const AxisTrace& trace, const std::vector<ClassHead>& heads) {
    const auto& finest =
        std::ranges::max_element(heads, {}, [](const ClassHead& head) { return head.layer.grid.cells(); })->layer.grid;
    Value sum;
    for (const auto& head : heads) {
        const auto map = resized(best_of_anchors(trace, head), head.layer.grid, finest);
        sum = sum.get_node() == nullptr ? map : std::make_shared<ov::op::v1::Add>(sum, map)->output(0);
    }
    return sum;
}

}  // namespace vinoscope
