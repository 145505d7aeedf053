// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/pointwise.hpp"

#include <algorithm>
#include <openvino/op/matmul.hpp>
#include <openvino/op/util/convolution_base.hpp>
#include <string_view>
#include <unordered_map>

#include "graph/constant_value.hpp"

namespace vinoscope {
namespace {

// What an operation other than an elementwise one must fulfil to treat all places alike.
using Condition = bool (*)(const ov::Node& node, const SpatialGrid& grid, std::size_t rank);

bool always(const ov::Node&, const SpatialGrid&, std::size_t) {
    return true;
}

bool has_one_cell_kernel(const ov::Node& node, const SpatialGrid&, std::size_t) {
    const auto& convolution = static_cast<const ov::op::util::ConvolutionFwdPropBase&>(node);
    const auto& kernel = node.get_input_shape(1);
    const auto one = [](auto value) { return value == 1; };
    const auto zero = [](auto value) { return value == 0; };
    return std::all_of(kernel.end() - 2, kernel.end(), one) && std::ranges::all_of(convolution.get_strides(), one) &&
           std::ranges::all_of(convolution.get_pads_begin(), zero) &&
           std::ranges::all_of(convolution.get_pads_end(), zero);
}

// Rows and columns of the product stay places as long as the weights mix the last axis only.
bool mixes_last_axis_only(const ov::Node& node, const SpatialGrid& grid, std::size_t rank) {
    const auto last = static_cast<std::int64_t>(rank) - 1;
    return node.get_input_partial_shape(1).size() <= 2 && grid.height_axis != last && grid.width_axis != last;
}

bool spares_grid(const ov::Node& node, const SpatialGrid& grid, std::size_t rank) {
    const auto axes = constant_integers(node.input_value(1));
    return axes && std::ranges::none_of(*axes, [&](std::int64_t axis) {
               const auto index = axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis;
               return index == grid.height_axis || index == grid.width_axis;
           });
}

const std::unordered_map<std::string_view, Condition>& conditions() {
    static const std::unordered_map<std::string_view, Condition> table = {
        {"Abs", always},         {"Add", always},       {"BatchNormInference", always},
        {"Clamp", always},       {"Convert", always},   {"Convolution", has_one_cell_kernel},
        {"Divide", always},      {"Elu", always},       {"Erf", always},
        {"Exp", always},         {"FakeQuantize", always},
        {"Gelu", always},        {"GroupConvolution", has_one_cell_kernel},
        {"HSigmoid", always},    {"HSwish", always},    {"HardSigmoid", always},
        {"MVN", spares_grid},    {"MatMul", mixes_last_axis_only},
        {"Maximum", always},     {"Minimum", always},   {"Mish", always},
        {"Multiply", always},    {"Negative", always},  {"NormalizeL2", spares_grid},
        {"PRelu", always},       {"Power", always},     {"ReduceL2", spares_grid},
        {"ReduceMean", spares_grid}, {"ReduceSum", spares_grid},
        {"Relu", always},        {"Selu", always},      {"Sigmoid", always},
        {"SoftPlus", always},    {"Sqrt", always},      {"SquaredDifference", always},
        {"Subtract", always},    {"Swish", always},     {"Tanh", always},
        {"Transpose", always},
    };
    return table;
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

// The axes of the first operand that the picture reaches; a bias may well come first.
const Axes* data_axes(const ov::Node& node, const AxisTrace& trace) {
    for (const auto& value : node.input_values())
        if (const auto* axes = trace.find(value))
            return axes;
    return nullptr;
}

bool combines_values(const ov::Node& node) {
    const std::string_view type = node.get_type_name();
    return type != "Convolution" && type != "GroupConvolution" && type != "MatMul" && type != "Transpose" &&
           type != "MVN" && type != "NormalizeL2" && type != "BatchNormInference" && !type.starts_with("Reduce");
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

}  // namespace

bool mixes_places(const ov::Node& node, const AxisTrace& trace) {
    if (const auto* product = ov::as_type<const ov::op::v0::MatMul>(&node))
        return sums_over_places(*product, trace);
    const std::string_view type = node.get_type_name();
    if (type == "Convolution" || type == "GroupConvolution")
        return !has_one_cell_kernel(node, {}, 0);
    return type == "ScaledDotProductAttention";
}

bool is_pointwise(const ov::Node& node, const AxisTrace& trace) {
    const auto condition = conditions().find(node.get_type_name());
    const auto* axes = data_axes(node, trace);
    const auto* result = trace.find(&node);
    const auto grid = axes ? spatial_grid(*axes) : std::nullopt;
    if (condition == conditions().end() || !grid || !result || !spatial_grid(*result))
        return false;
    for (const auto& value : node.input_values()) {
        const auto* operand = trace.find(value);
        if (operand != nullptr && !spatial_grid(*operand))
            return false;  // computed from many places, such as a squeeze-and-excitation gate
    }
    if (!condition->second(node, *grid, axes->size()))
        return false;
    return combines_values(node) ? operands_are_uniform(node, trace, *grid, axes->size())
                                 : trace.find(node.input_value(0)) != nullptr;
}

}  // namespace vinoscope
