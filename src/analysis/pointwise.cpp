// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/pointwise.hpp"

#include <algorithm>
#include <openvino/op/matmul.hpp>
#include <openvino/op/util/convolution_base.hpp>

#include "ops/constant_value.hpp"
#include "ops/operations.hpp"

namespace vinoscope {
namespace {

bool has_one_cell_kernel(const ov::Node& node) {
    const auto* convolution = ov::as_type<const ov::op::util::ConvolutionFwdPropBase>(&node);
    const auto& weights = node.get_input_partial_shape(1);
    if (convolution == nullptr || weights.is_dynamic() || weights.size() < 2)
        return false;
    const auto kernel = weights.to_shape();
    const auto one = [](auto value) { return value == 1; };
    const auto zero = [](auto value) { return value == 0; };
    return std::all_of(kernel.end() - 2, kernel.end(), one) && std::ranges::all_of(convolution->get_strides(), one) &&
           std::ranges::all_of(convolution->get_pads_begin(), zero) &&
           std::ranges::all_of(convolution->get_pads_end(), zero);
}

// Rows and columns of the product stay places as long as the weights mix the last axis only.
bool mixes_last_axis_only(const ov::Node& node, const SpatialGrid& grid, std::size_t rank) {
    const auto last = static_cast<std::int64_t>(rank) - 1;
    return node.get_input_partial_shape(1).size() <= 2 && grid.height_axis != last && grid.width_axis != last;
}

// The parameters belong to axis 1, whatever the layout.
bool has_channels_first(const SpatialGrid& grid) {
    return grid.height_axis != 1 && grid.width_axis != 1;
}

bool spares_grid(const ov::Node& node, const SpatialGrid& grid, std::size_t rank) {
    const auto axes = constant_integers(node.input_value(1));
    return axes && std::ranges::none_of(*axes, [&](std::int64_t axis) {
               const auto index = axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis;
               return index == grid.height_axis || index == grid.width_axis;
           });
}

// Whether an operation that is not elementwise computes each cell from that cell alone.
bool keeps_cells(const ov::Node& node, const SpatialGrid& grid, std::size_t rank) {
    switch (operation_of(node).kind) {
        case Kind::rearrangement:
            return true;
        case Kind::channelwise:
            return has_channels_first(grid);
        case Kind::convolution:
            return has_one_cell_kernel(node);
        case Kind::product:
            return mixes_last_axis_only(node, grid, rank);
        case Kind::norm:
        case Kind::sum:
            return spares_grid(node, grid, rank);
        default:
            return false;
    }
}

// A position embedding, or any other operand that differs from place to place, breaks the symmetry.
bool operands_are_uniform(const ov::Node& node, const AxisTrace& trace, const SpatialGrid& grid, std::size_t rank) {
    for (const auto& value : node.input_values()) {
        if (trace.find(value) != nullptr)
            continue;
        const auto& shape = value.get_partial_shape();
        if (shape.rank().is_dynamic() || shape.size() > rank)
            return false;
        const auto offset = static_cast<std::int64_t>(rank - shape.size());
        for (const auto axis : {grid.height_axis, grid.width_axis})
            if (axis >= offset && shape[axis - offset] != 1)
                return false;
    }
    return true;
}

bool counts_places(const Axes* axes, std::size_t from_end) {
    if (axes == nullptr || axes->size() < from_end)
        return false;
    const auto& axis = (*axes)[axes->size() - from_end];
    return size_of(axis) > 1 && (counts(axis, Origin::height) || counts(axis, Origin::width));
}

bool sums_over_places(const ov::op::v0::MatMul& product, const AxisTrace& trace) {
    return counts_places(trace.find(product.input_value(0)), product.get_transpose_a() ? 2 : 1) ||
           counts_places(trace.find(product.input_value(1)), product.get_transpose_b() ? 1 : 2);
}

struct Places {
    SpatialGrid grid;
    std::size_t rank = 0;
};

// The places of all operands that come from the picture, aligned at the last axis, or nothing when they are not on the
// same axes. An operand without places is computed from many of them, such as a squeeze-and-excitation gate.
std::optional<Places> common_places(const ov::Node& node, const AxisTrace& trace) {
    std::size_t rank = 0;
    for (const auto& value : node.input_values())
        if (const auto* axes = trace.find(value))
            rank = std::max(rank, axes->size());
    std::optional<Places> result;
    for (const auto& value : node.input_values()) {
        const auto* axes = trace.find(value);
        if (axes == nullptr)
            continue;
        auto grid = spatial_grid(*axes);
        if (!grid)
            return std::nullopt;
        grid->height_axis += static_cast<std::int64_t>(rank - axes->size());
        grid->width_axis += static_cast<std::int64_t>(rank - axes->size());
        if (result && result->grid != *grid)
            return std::nullopt;
        result = {*grid, rank};
    }
    return result;
}

bool keeps(const ov::Node& node, const AxisTrace& trace, const std::optional<Places>& places) {
    const auto* result = trace.find(&node);
    return places && result && spatial_grid(*result) &&
           (is_elementwise(node) ||
            (keeps_cells(node, places->grid, places->rank) && trace.find(node.input_value(0)) != nullptr));
}

}  // namespace

bool mixes_places(const ov::Node& node, const AxisTrace& trace) {
    switch (operation_of(node).kind) {
        case Kind::product:
            return sums_over_places(*ov::as_type<const ov::op::v0::MatMul>(&node), trace);
        case Kind::convolution:
            return !has_one_cell_kernel(node);
        case Kind::attention:
            return true;
        default:
            return false;
    }
}

bool is_elementwise(const ov::Node& node) {
    return operation_of(node).kind == Kind::elementwise;
}

bool keeps_places(const ov::Node& node, const AxisTrace& trace) {
    return keeps(node, trace, common_places(node, trace));
}

bool is_pointwise(const ov::Node& node, const AxisTrace& trace) {
    const auto places = common_places(node, trace);
    return keeps(node, trace, places) &&
           (!is_elementwise(node) || operands_are_uniform(node, trace, places->grid, places->rank));
}

}  // namespace vinoscope
