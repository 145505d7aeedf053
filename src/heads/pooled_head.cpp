// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/pooled_head.hpp"

#include <algorithm>
#include <openvino/op/constant.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/reduce_sum.hpp>
#include <openvino/op/util/avg_pool_base.hpp>

#include "analysis/dominators.hpp"
#include "analysis/head.hpp"
#include "analysis/pointwise.hpp"
#include "heads/resized_head.hpp"
#include "ops/build.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

bool counts_places(const Axis& axis) {
    return counts(axis, Origin::height) || counts(axis, Origin::width);
}

bool has_places(const Axes& axes) {
    return std::ranges::any_of(axes, [](const Axis& axis) { return size_of(axis) > 1 && counts_places(axis); });
}

// The share with which each place enters a sum or mean over rows, columns or both; nothing when other axes are joined.
std::optional<double> share_in_reduction(const ov::Node& node, const Axes& axes) {
    const auto joined = constant_integers(node.input_value(1));
    if (!joined)
        return std::nullopt;
    double places = 1;
    for (const auto axis : *joined) {
        const auto& one = axes[axis < 0 ? axis + static_cast<std::int64_t>(axes.size()) : axis];
        if (!counts_places(one))
            return std::nullopt;
        places *= static_cast<double>(size_of(one));
    }
    return ov::is_type<ov::op::v1::ReduceMean>(&node) ? 1 / places : 1;
}

// The same for a pooling window as large as the picture.
std::optional<double> share_in_pool(const ov::op::util::AvgPoolBase& pool, const Axes& axes) {
    const auto grid = spatial_grid(axes);
    const bool whole =
        grid && axes.size() == 4 && grid->height_axis == 2 && grid->width_axis == 3 &&
        pool.get_kernel() == ov::Shape{static_cast<std::size_t>(grid->height), static_cast<std::size_t>(grid->width)} &&
        std::ranges::count(pool.get_pads_begin(), 0U) == 2 && std::ranges::count(pool.get_pads_end(), 0U) == 2;
    return whole ? std::optional(1 / static_cast<double>(grid->cells())) : std::nullopt;
}

std::optional<double> share_of_places(const ov::Node& node, const Axes& axes) {
    if (ov::is_type<ov::op::v1::ReduceMean>(&node) || ov::is_type<ov::op::v1::ReduceSum>(&node))
        return share_in_reduction(node, axes);
    const auto* pool = ov::as_type<const ov::op::util::AvgPoolBase>(&node);
    return pool ? share_in_pool(*pool, axes) : std::nullopt;
}

// Follows the sums and means that end in `pooled` back to the grid; there may be one over rows and one over columns.
std::optional<PooledHead> pooling_into(const ov::Output<ov::Node>& pooled, const AxisTrace& trace) {
    const auto* axes = trace.find(pooled);
    if (axes == nullptr || has_places(*axes))
        return std::nullopt;
    PooledHead head;
    head.places = head.pooled = pooled;
    while (const auto* inputs = head.places.get_node()->get_input_size() > 0
                                    ? trace.find(head.places.get_node()->input_value(0))
                                    : nullptr) {
        const auto share = share_of_places(*head.places.get_node(), *inputs);
        if (!share)
            return std::nullopt;
        head.share *= *share;
        head.places = head.places.get_node()->input_value(0);
        if (const auto grid = spatial_grid(*inputs)) {
            head.grid = *grid;
            return head;
        }
    }
    return std::nullopt;
}

bool same_cells(const SpatialGrid& a, const SpatialGrid& b) {
    return a.height == b.height && a.width == b.width && a.prefix + a.suffix == 0 && b.prefix + b.suffix == 0;
}

ov::Output<ov::Node> scaled(const ov::Output<ov::Node>& value, double factor) {
    return value * factor;
}

// [batch, ..., h, w, ...] -> [batch * h * w, ...]: every cell becomes an image of one cell, with the rank of `pooled`,
// and what would be pooled if all other cells were zero. Scaled before it is moved: a scale right in front of a 1x1
// convolution makes the CPU plug-in of OpenVINO 2026.4 swap axes.
Value cells_as_batch(const AxisTrace& trace, const PooledHead& head, const Value& places) {
    const auto& axes = trace.at(head.places);
    const auto is_place = [&](std::int64_t axis) {
        return axis == head.grid.height_axis || axis == head.grid.width_axis;
    };
    const auto rank = static_cast<std::int64_t>(axes.size());
    Integers order = {0, head.grid.height_axis};
    if (!head.grid.tokens())
        order.push_back(head.grid.width_axis);
    for (std::int64_t axis = 1; axis < rank; ++axis)
        if (!is_place(axis))
            order.push_back(axis);
    Integers shape;
    for (const auto& axis : trace.at(head.pooled))
        shape.push_back(size_of(axis));
    shape[0] = -1;
    return reshaped(transposed(scaled(places, head.share), order), shape);
}

// P(0) of one picture, where P is the same everywhere as if that were one cell: with the rank of `places`.
std::optional<Value> response_to_zero(const ov::Model& model,
                                      const AxisTrace& trace,
                                      const SpatialLayer& layer,
                                      const PooledHead& head) {
    const AxisSize size = [&](const Axis& axis) {
        return (head.alike && counts_places(axis)) || counts(axis, Origin::batch) ? 1 : size_of(axis);
    };
    ov::Shape shape;
    for (const auto& axis : trace.at(layer.value))
        shape.push_back(static_cast<std::size_t>(size(axis)));
    const auto zero = ov::op::v0::Constant::create(layer.value.get_element_type(), shape, {0.0F});
    return copy_head_resized(
        head_between(model, layer.value, head.places), trace, {{layer.value, zero->output(0)}}, size);
}

Value sum_over_cells(const PooledHead& head, const Value& cells) {
    const auto total = sum(cells, {0});
    return head.alike ? scaled(total, static_cast<double>(head.grid.cells())) : total;
}

}  // namespace

std::optional<PooledHead> find_pooled_head(const ov::Model& model,
                                           const AxisTrace& trace,
                                           const SpatialLayer& layer,
                                           const ov::Output<ov::Node>& scores) {
    if (batch_axis(trace.at(layer.value)) != 0)
        return std::nullopt;
    for (const auto& value : data_dominators(model, layer.value.get_node(), scores)) {
        auto head = pooling_into(value, trace);
        if (!head)
            continue;
        const auto pointwise = head_between(model, layer.value, head->places);
        head->alike =
            std::ranges::all_of(pointwise.nodes, [&](const auto& node) { return is_pointwise(*node, trace); });
        const bool apart = head->alike || std::ranges::all_of(pointwise.nodes, [&](const auto& node) {
                               return keeps_places(*node, trace);
                           });
        const bool usable = apart && same_cells(layer.grid, head->grid) && batch_axis(trace.at(head->places)) == 0 &&
                            batch_axis(trace.at(value)) == 0 && is_self_contained(pointwise);
        return usable ? head : std::nullopt;
    }
    return std::nullopt;
}

std::optional<ov::Output<ov::Node>> pooled_cells(const ov::Model& model,
                                                 const AxisTrace& trace,
                                                 const SpatialLayer& layer,
                                                 const PooledHead& head) {
    if (head.places == layer.value)
        return cells_as_batch(trace, head, head.places);
    const auto zero = response_to_zero(model, trace, layer, head);
    if (!zero)
        return std::nullopt;
    const auto gain = head.places - *zero;
    return cells_as_batch(trace, head, gain) + sum_over_cells(head, cells_as_batch(trace, head, *zero));
}

}  // namespace vinoscope
