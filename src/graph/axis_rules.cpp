// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/axis_rules.hpp"

#include <algorithm>
#include <array>
#include <openvino/op/concat.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/strided_slice.hpp>
#include <string_view>
#include <utility>

#include "graph/constant_value.hpp"

namespace vinoscope {
namespace {

using Inputs = std::vector<const Axes*>;

Axes unknown_axes(const ov::Shape& shape) {
    Axes axes;
    for (const auto size : shape)
        axes.push_back(new_axis(Origin::other, static_cast<std::int64_t>(size)));
    return axes;
}

// An axis cut or stretched to `size` places: still rows of the picture if it was nothing but rows.
Axis resized(const Axis& axis, std::int64_t size) {
    if (size_of(axis) == size)
        return axis;
    const bool one_kind = axis.size() == 1 && std::ranges::count_if(axis.front(), [](const Factor& factor) {
                                                  return factor.size > 1;
                                              }) <= 1;
    return new_axis(one_kind ? origin_of(axis) : Origin::other, size);
}

// Places [start, start + size) of an axis: whole segments stay what they are.
Axis sliced(const Axis& axis, std::int64_t start, std::int64_t size) {
    Axis result;
    std::int64_t position = 0;
    for (const auto& segment : axis) {
        const auto end = position + size_of(segment);
        if (position >= start && end <= start + size)
            result.push_back(segment);
        else if (position < start + size && end > start)
            return resized(axis, size);
        position = end;
    }
    return size_of(result) == size ? result : resized(axis, size);
}

std::int64_t positive(std::int64_t axis, std::size_t rank) {
    return axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis;
}

std::vector<Axes> resample(const ov::Node& node, const Inputs& inputs) {
    if (inputs[0] == nullptr || inputs[0]->size() != node.get_output_shape(0).size())
        return broadcast_axes(node, inputs);
    Axes axes;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i)
        axes.push_back(resized((*inputs[0])[i], static_cast<std::int64_t>(node.get_output_shape(0)[i])));
    return std::vector<Axes>(node.get_output_size(), axes);
}

// [N,C,h,w] -> [N,C',h',w']: by definition the axes from 2 on are places, whatever came before.
std::vector<Axes> convolution(const ov::Node& node, const Inputs& inputs) {
    if (inputs[0] == nullptr)
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = resample(node, inputs).front();
    axes[1] = new_axis(Origin::other, size_of(axes[1]));
    if (axes.size() == 4 && origin_of(axes[2]) == Origin::other && origin_of(axes[3]) == Origin::other) {
        axes[2] = new_axis(Origin::height, size_of(axes[2]));
        axes[3] = new_axis(Origin::width, size_of(axes[3]));
    }
    return {axes};
}

std::vector<Axes> transpose(const ov::Node& node, const Inputs& inputs) {
    auto order = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !order)
        return {unknown_axes(node.get_output_shape(0))};
    Axes axes;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i)
        axes.push_back((*inputs[0])[order->empty() ? inputs[0]->size() - 1 - i : (*order)[i]]);
    return {axes};
}

std::vector<Axes> reshape(const ov::Node& node, const Inputs& inputs) {
    const auto& shape = node.get_output_shape(0);
    if (inputs[0] == nullptr)
        return {unknown_axes(shape)};
    return {reshape_axes(*inputs[0], std::vector<std::int64_t>(shape.begin(), shape.end()))};
}

std::vector<Axes> unsqueeze(const ov::Node& node, const Inputs& inputs) {
    auto added = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !added)
        return reshape(node, inputs);
    const auto rank = node.get_output_shape(0).size();
    std::ranges::transform(*added, added->begin(), [&](std::int64_t axis) { return positive(axis, rank); });
    std::ranges::sort(*added);
    auto axes = *inputs[0];
    for (const auto axis : *added)
        axes.insert(axes.begin() + axis, new_axis(Origin::other, 1));
    return {axes};
}

Axes without(Axes axes, std::vector<std::int64_t> removed) {
    std::ranges::transform(removed, removed.begin(), [&](std::int64_t axis) { return positive(axis, axes.size()); });
    std::ranges::sort(removed, std::greater<>());
    for (const auto axis : removed)
        axes.erase(axes.begin() + axis);
    return axes;
}

std::vector<Axes> squeeze(const ov::Node& node, const Inputs& inputs) {
    const auto removed = node.get_input_size() > 1 ? constant_integers(node.input_value(1)) : std::nullopt;
    if (inputs[0] == nullptr || !removed)
        return reshape(node, inputs);
    return {without(*inputs[0], *removed)};
}

std::vector<Axes> reduce(const ov::Node& node, const Inputs& inputs) {
    auto reduced = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !reduced)
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = *inputs[0];
    if (axes.size() != node.get_output_shape(0).size())
        return {without(axes, *reduced)};
    for (const auto axis : *reduced)
        axes[positive(axis, axes.size())] = new_axis(Origin::other, 1);
    return {axes};
}

// Axes of A's rows and B's columns; leading axes are broadcast.
std::vector<Axes> matmul(const ov::Node& node, const Inputs& inputs) {
    const auto& operation = static_cast<const ov::op::v0::MatMul&>(node);
    const auto a = inputs[0] ? *inputs[0] : unknown_axes(node.get_input_shape(0));
    const auto b = inputs[1] ? *inputs[1] : unknown_axes(node.get_input_shape(1));
    const auto& shape = node.get_output_shape(0);
    if (a.size() < 2 || b.size() < 2)
        return {a.size() >= 2 ? Axes(a.begin(), a.end() - 1) : unknown_axes(shape)};
    auto axes = unknown_axes(shape);
    for (const auto* side : {&b, &a}) {
        for (std::size_t i = 0; i + 2 < side->size(); ++i) {
            auto& axis = axes[i + shape.size() - side->size()];
            if (size_of((*side)[i]) == size_of(axis) && origin_of((*side)[i]) != Origin::other)
                axis = (*side)[i];
        }
    }
    axes[shape.size() - 2] = a[a.size() - (operation.get_transpose_a() ? 1 : 2)];
    axes[shape.size() - 1] = b[b.size() - (operation.get_transpose_b() ? 2 : 1)];
    return {axes};
}

std::vector<Axes> concat(const ov::Node& node, const Inputs& inputs) {
    const auto& operation = static_cast<const ov::op::v0::Concat&>(node);
    const auto rank = node.get_output_shape(0).size();
    const auto joined = positive(operation.get_axis(), rank);
    auto axes = unknown_axes(node.get_output_shape(0));
    Axis segments;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto part = inputs[i] ? *inputs[i] : unknown_axes(node.get_input_shape(i));
        segments.insert(segments.end(), part[joined].begin(), part[joined].end());
        for (std::size_t j = 0; j < rank; ++j)
            if (origin_of(axes[j]) == Origin::other && origin_of(part[j]) != Origin::other)
                axes[j] = part[j];
    }
    axes[joined] = segments;
    return {axes};
}

std::vector<Axes> split(const ov::Node& node, const Inputs& inputs) {
    const auto axis = constant_integer(node.input_value(1));
    std::vector<Axes> outputs;
    std::int64_t start = 0;
    for (const auto& output : node.outputs()) {
        if (inputs[0] == nullptr || !axis) {
            outputs.push_back(unknown_axes(output.get_shape()));
            continue;
        }
        outputs.push_back(*inputs[0]);
        auto& cut = outputs.back()[positive(*axis, inputs[0]->size())];
        const auto size = static_cast<std::int64_t>(output.get_shape()[positive(*axis, inputs[0]->size())]);
        cut = sliced(cut, start, size);
        start += size;
    }
    return outputs;
}

std::vector<Axes> slice(const ov::Node& node, const Inputs& inputs) {
    const auto start = constant_integers(node.input_value(1));
    const auto step = constant_integers(node.input_value(3));
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : std::nullopt;
    if (inputs[0] == nullptr || !start || !step || (node.get_input_size() > 4 && !axes))
        return resample(node, inputs);
    auto result = *inputs[0];
    for (std::size_t i = 0; i < start->size(); ++i) {
        const auto axis = axes ? positive((*axes)[i], result.size()) : static_cast<std::int64_t>(i);
        const auto size = static_cast<std::int64_t>(node.get_output_shape(0)[axis]);
        const auto first = positive((*start)[i], node.get_input_shape(0)[axis]);
        result[axis] = (*step)[i] == 1 ? sliced(result[axis], first, size) : resized(result[axis], size);
    }
    return {result};
}

std::vector<Axes> strided_slice(const ov::Node& node, const Inputs& inputs) {
    const auto& operation = static_cast<const ov::op::v1::StridedSlice&>(node);
    const auto begin = constant_integers(node.input_value(1));
    const auto plain = [](const auto& mask) { return std::ranges::count(mask, 1) == 0; };
    const auto has = [](const auto& mask, std::size_t i) { return i < mask.size() && mask[i] == 1; };
    if (inputs[0] == nullptr || !begin || !plain(operation.get_new_axis_mask()) ||
        !plain(operation.get_ellipsis_mask()))
        return {unknown_axes(node.get_output_shape(0))};
    const auto step = node.get_input_size() > 3 ? constant_integers(node.input_value(3)) : std::nullopt;
    Axes result;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i) {
        const auto& axis = (*inputs[0])[i];
        if (has(operation.get_shrink_axis_mask(), i))
            continue;
        const auto size = static_cast<std::int64_t>(node.get_output_shape(0)[result.size()]);
        const bool from_start = i >= begin->size() || has(operation.get_begin_mask(), i);
        const auto first = from_start ? 0 : positive((*begin)[i], node.get_input_shape(0)[i]);
        const bool every = !step || i >= step->size() || (*step)[i] == 1;
        result.push_back(every ? sliced(axis, first, size) : resized(axis, size));
    }
    return {result};
}

std::vector<Axes> gather(const ov::Node& node, const Inputs& inputs) {
    const auto axis = constant_integer(node.input_value(2));
    const auto indices = constant_integers(node.input_value(1));
    const auto& index_shape = node.get_input_shape(1);
    if (inputs[0] == nullptr || !axis || index_shape.size() > 1)
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = *inputs[0];
    const auto position = positive(*axis, axes.size());
    if (index_shape.empty())
        return {without(axes, {position})};
    const auto size = static_cast<std::int64_t>(index_shape[0]);
    bool contiguous = indices.has_value();
    for (std::int64_t i = 1; contiguous && i < size; ++i)
        contiguous = (*indices)[i] == (*indices)[i - 1] + 1;
    axes[position] = contiguous ? sliced(axes[position], positive(indices->front(), size_of(axes[position])), size)
                                : new_axis(Origin::other, size);
    return {axes};
}

// [...,L,E] x [...,S,E] x [...,S,V] -> [...,L,V]
std::vector<Axes> attention(const ov::Node& node, const Inputs& inputs) {
    if (inputs[0] == nullptr || inputs[0]->size() != node.get_output_shape(0).size())
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = *inputs[0];
    axes.back() = inputs[2] ? inputs[2]->back() : new_axis(Origin::other, node.get_output_shape(0).back());
    return {axes};
}

}  // namespace

std::vector<Axes> broadcast_axes(const ov::Node& node, const Inputs& inputs) {
    std::vector<Axes> outputs;
    for (const auto& output : node.outputs()) {
        auto axes = unknown_axes(output.get_shape());
        for (const auto* input : inputs) {
            if (input == nullptr || input->size() > axes.size())
                continue;
            const auto offset = axes.size() - input->size();
            for (std::size_t i = 0; i < input->size(); ++i)
                if (size_of((*input)[i]) == size_of(axes[i + offset]) && origin_of(axes[i + offset]) == Origin::other)
                    axes[i + offset] = (*input)[i];
        }
        outputs.push_back(std::move(axes));
    }
    return outputs;
}

// One row an operation.
constexpr std::array<std::pair<std::string_view, AxisRule>, 68> rules = {{
    {"Abs", broadcast_axes},
    {"AdaptiveAvgPool", resample},
    {"AdaptiveMaxPool", resample},
    {"Add", broadcast_axes},
    {"AvgPool", resample},
    {"BatchNormInference", broadcast_axes},
    {"Clamp", broadcast_axes},
    {"Concat", concat},
    {"Convert", broadcast_axes},
    {"Convolution", convolution},
    {"ConvolutionBackpropData", convolution},
    {"DepthToSpace", resample},
    {"Divide", broadcast_axes},
    {"Elu", broadcast_axes},
    {"Erf", broadcast_axes},
    {"Exp", broadcast_axes},
    {"FakeQuantize", broadcast_axes},
    {"Gather", gather},
    {"Gelu", broadcast_axes},
    {"GroupConvolution", convolution},
    {"GroupConvolutionBackpropData", convolution},
    {"GroupNormalization", broadcast_axes},
    {"HSigmoid", broadcast_axes},
    {"HSwish", broadcast_axes},
    {"HardSigmoid", broadcast_axes},
    {"Interpolate", resample},
    {"Log", broadcast_axes},
    {"LogSoftmax", broadcast_axes},
    {"MVN", broadcast_axes},
    {"MatMul", matmul},
    {"MaxPool", resample},
    {"Maximum", broadcast_axes},
    {"Minimum", broadcast_axes},
    {"Mish", broadcast_axes},
    {"Multiply", broadcast_axes},
    {"Negative", broadcast_axes},
    {"NormalizeL2", broadcast_axes},
    {"PRelu", broadcast_axes},
    {"Pad", resample},
    {"Power", broadcast_axes},
    {"ReduceL2", reduce},
    {"ReduceMax", reduce},
    {"ReduceMean", reduce},
    {"ReduceMin", reduce},
    {"ReduceSum", reduce},
    {"Relu", broadcast_axes},
    {"Reshape", reshape},
    {"Roll", broadcast_axes},
    {"ScaledDotProductAttention", attention},
    {"Select", broadcast_axes},
    {"Selu", broadcast_axes},
    {"Sigmoid", broadcast_axes},
    {"Slice", slice},
    {"SoftPlus", broadcast_axes},
    {"Softmax", broadcast_axes},
    {"SpaceToDepth", resample},
    {"Split", split},
    {"Sqrt", broadcast_axes},
    {"SquaredDifference", broadcast_axes},
    {"Squeeze", squeeze},
    {"StridedSlice", strided_slice},
    {"Subtract", broadcast_axes},
    {"Swish", broadcast_axes},
    {"Tanh", broadcast_axes},
    {"Tile", resample},
    {"Transpose", transpose},
    {"Unsqueeze", unsqueeze},
    {"VariadicSplit", split},
}};

AxisRule find_axis_rule(const ov::Node& node) {
    const auto found =
        std::ranges::find(rules, std::string_view(node.get_type_name()), [](const auto& row) { return row.first; });
    return found == rules.end() ? nullptr : found->second;
}

}  // namespace vinoscope
