// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/pooled_head.hpp"

#include <algorithm>
#include <openvino/op/add.hpp>
#include <openvino/op/avg_pool.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/reduce_mean.hpp>

#include "graph/constant_value.hpp"
#include "graph/dominators.hpp"
#include "graph/head.hpp"
#include "graph/nodes.hpp"
#include "graph/pointwise.hpp"

namespace vinoscope {
namespace {

bool averages_whole_grid(const ov::Node& node, const SpatialGrid& grid, std::size_t rank) {
    if (ov::is_type<ov::op::v1::ReduceMean>(&node)) {
        auto axes = constant_integers(node.input_value(1)).value_or(std::vector<std::int64_t>{});
        for (auto& axis : axes)
            axis += axis < 0 ? static_cast<std::int64_t>(rank) : 0;
        std::ranges::sort(axes);
        auto wanted = grid.tokens() ? std::vector{grid.height_axis} : std::vector{grid.height_axis, grid.width_axis};
        std::ranges::sort(wanted);
        return axes == wanted;
    }
    const auto* pool = ov::as_type<const ov::op::util::AvgPoolBase>(&node);
    return pool != nullptr && rank == 4 && grid.height_axis == 2 && grid.width_axis == 3 &&
           pool->get_kernel() ==
               ov::Shape{static_cast<std::size_t>(grid.height), static_cast<std::size_t>(grid.width)} &&
           std::ranges::count(pool->get_pads_begin(), 0U) == 2 && std::ranges::count(pool->get_pads_end(), 0U) == 2;
}

bool same_cells(const SpatialGrid& a, const SpatialGrid& b) {
    return a.height == b.height && a.width == b.width && a.prefix + a.suffix == 0 && b.prefix + b.suffix == 0;
}

ov::Output<ov::Node> scaled(const ov::Output<ov::Node>& value, double factor) {
    return std::make_shared<ov::op::v1::Multiply>(value, scalar(value.get_element_type(), factor));
}

// [batch, ..., h, w, ...] -> [batch * h * w, ...]: every cell becomes an image of one cell, with the rank of `pooled`,
// and what its mean would be if all other cells were zero. Scaled before it is moved: a scale right in front of a 1x1
// convolution makes the CPU plug-in of OpenVINO 2026.4 swap axes.
ov::Output<ov::Node> cells_as_batch(const AxisTrace& trace, const PooledHead& head) {
    const auto& axes = *trace.find(head.places);
    const auto is_place = [&](std::int64_t axis) {
        return axis == head.grid.height_axis || axis == head.grid.width_axis;
    };
    const auto& pooled_axes = *trace.find(head.pooled);
    const auto rank = static_cast<std::int64_t>(axes.size());
    Integers order = {0, head.grid.height_axis};
    if (!head.grid.tokens())
        order.push_back(head.grid.width_axis);
    for (std::int64_t axis = 1; axis < rank; ++axis)
        if (!is_place(axis))
            order.push_back(axis);
    Integers shape;
    for (const auto& axis : pooled_axes)
        shape.push_back(size_of(axis));
    shape[0] = -1;
    const auto alone = scaled(head.places, 1 / static_cast<double>(head.grid.cells()));
    return reshaped(transposed(alone, order), shape);
}

// P(0), pooled: `[1, ...]` with the rank of `pooled`.
ov::Output<ov::Node> response_to_zero(const ov::Model& model,
                                      const AxisTrace& trace,
                                      const SpatialLayer& layer,
                                      const PooledHead& head) {
    ov::Shape shape;
    for (const auto& axis : *trace.find(layer.value))
        shape.push_back(static_cast<std::size_t>(size_of(axis)));
    shape[0] = shape[layer.grid.height_axis] = shape[layer.grid.width_axis] = 1;
    const auto zero = ov::op::v0::Constant::create(layer.value.get_element_type(), shape, {0.0F});
    const auto response = copy_head(head_between(model, layer.value, head.places), {{layer.value, zero->output(0)}});
    Integers pooled_shape;
    for (const auto& axis : *trace.find(head.pooled))
        pooled_shape.push_back(size_of(axis));
    pooled_shape[0] = 1;
    return reshaped(response, pooled_shape);
}

}  // namespace

std::optional<PooledHead> find_pooled_head(const ov::Model& model,
                                           const AxisTrace& trace,
                                           const SpatialLayer& layer,
                                           const ov::Output<ov::Node>& scores) {
    if (batch_axis(*trace.find(layer.value)) != 0)
        return std::nullopt;
    for (const auto& value : data_dominators(model, layer.value.get_node(), scores)) {
        const auto& places = value.get_node()->input_value(0);
        const auto* axes = trace.find(places);
        const auto grid = axes ? spatial_grid(*axes) : std::nullopt;
        if (!grid || !averages_whole_grid(*value.get_node(), *grid, axes->size()))
            continue;
        const auto pointwise = head_between(model, layer.value, places);
        const bool alike =
            std::ranges::all_of(pointwise.nodes, [&](const auto& node) { return is_pointwise(*node, trace); });
        const bool usable = alike && same_cells(layer.grid, *grid) && batch_axis(*axes) == 0 &&
                            batch_axis(*trace.find(value)) == 0 && is_self_contained(pointwise);
        return usable ? std::optional(PooledHead{places, *grid, value}) : std::nullopt;
    }
    return std::nullopt;
}

ov::Output<ov::Node> pooled_cells(const ov::Model& model,
                                  const AxisTrace& trace,
                                  const SpatialLayer& layer,
                                  const PooledHead& head) {
    const auto cells = static_cast<double>(head.grid.cells());
    const auto alone = cells_as_batch(trace, head);
    if (head.places == layer.value)
        return alone;
    const auto rest = scaled(response_to_zero(model, trace, layer, head), (cells - 1) / cells);
    return std::make_shared<ov::op::v1::Add>(alone, rest);
}

}  // namespace vinoscope
