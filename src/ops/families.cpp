// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/families.hpp"

#include <algorithm>
#include <numeric>

#include "ops/axis_arguments.hpp"

namespace vinoscope::ops {
namespace {

// A mean passes sums, and products with what is the same for all that is averaged.
bool passes_mean(const ov::Node& node, const Reduction& reduction) {
    const auto rank = static_cast<std::int64_t>(node.get_output_partial_shape(0).size());
    const auto varies = [&](std::size_t i) {
        return broadcast_axis(node.input_value(i), reduction.axis, rank).has_value();
    };
    if (ov::is_type<v1::Multiply>(&node))
        return !(varies(0) && varies(1));
    if (ov::is_type<v1::Divide>(&node))
        return !varies(1);
    return ov::is_type<v1::Add>(&node) || ov::is_type<v1::Subtract>(&node);
}

std::optional<Value> elementwise_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    if (reduction.mean && !passes_mean(node, reduction))
        return std::nullopt;
    auto inputs = node.input_values();
    for (auto& input : inputs)
        if (const auto axis = broadcast_axis(input, reduction.axis, rank_of(value)))
            input = reduce(input, reduction.along(*axis));
    return copied(value, inputs);
}

// Of a product of class scores and objectness, the scores: they have the axis of the classes.
std::vector<ClassTensor> elementwise_classes(const ov::Node& node, std::size_t, const ClassAxisLayout& classes) {
    const auto& shape = node.get_output_shape(0);
    for (const auto& value : node.input_values()) {
        const auto& own = value.get_shape();
        if (!is_constant(value) && own.size() == shape.size() && own[classes.axis] == shape[classes.axis])
            return {{value, classes}};
    }
    return {};
}

Gradient elementwise_gradient(std::vector<Formula> formulas) {
    std::vector<std::size_t> inputs(formulas.size());
    std::iota(inputs.begin(), inputs.end(), 0);
    const auto rule = [formulas = std::move(formulas)](const Step& step) {
        Values gradients(formulas.size());
        for (std::size_t i = 0; i < formulas.size(); ++i)
            if (step.wants(i))
                gradients[i] = sum_to_shape_of(formulas[i](step), step.x(i));
        return gradients;
    };
    return {rule, std::move(inputs)};
}

}  // namespace

Operation elementwise(std::vector<Formula> formulas) {
    return {.kind = Kind::elementwise,
            .axes = broadcast_axes,
            .reduced = elementwise_reduced,
            .classes = elementwise_classes,
            .gradient = elementwise_gradient(std::move(formulas))};
}

Operation ranged(RangeRule range, Operation known) {
    known.range = range;
    return known;
}

std::vector<Axes> resampled_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    if (inputs[0] == nullptr || inputs[0]->size() != node.get_output_shape(0).size())
        return broadcast_axes(node, inputs);
    Axes axes;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i)
        axes.push_back(resized((*inputs[0])[i], static_cast<std::int64_t>(node.get_output_shape(0)[i])));
    return std::vector<Axes>(node.get_output_size(), axes);
}

Value copied(const Value& value, const ov::OutputVector& inputs) {
    return value.get_node()->clone_with_new_inputs(inputs)->output(value.get_index());
}

Value copied_with(const Value& value, std::size_t index, const Value& input) {
    auto inputs = value.get_node()->input_values();
    inputs[index] = input;
    return copied(value, inputs);
}

// The axis of `operand` that is broadcast to `axis` of a result of this rank; nothing when it is the same everywhere.
std::optional<std::int64_t> broadcast_axis(const Value& operand, std::int64_t axis, std::int64_t rank) {
    const auto own = axis - (rank - rank_of(operand));
    return own >= 0 && operand.get_partial_shape()[own] != 1 ? std::optional(own) : std::nullopt;
}

// A norm or a softmax over other axes.
std::optional<Value> reduced_beside_joined_axes(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto joined = reduction_axes(*value.get_node(), rank_of(value));
    if (reduction.mean || !joined || std::ranges::count(*joined, reduction.axis) > 0)
        return std::nullopt;
    return copied_with(value, 0, reduce(value.get_node()->input_value(0), reduction));
}

std::vector<ClassTensor> classes_of_first(const ov::Node& node, std::size_t, const ClassAxisLayout& classes) {
    return {{node.input_value(0), classes}};
}

bool fills_axis(const ov::Node& node, std::size_t output, const ClassAxisLayout& classes) {
    const auto length = static_cast<std::int64_t>(node.get_output_shape(output)[classes.axis]);
    return classes.stride == 1 && classes.size == length;
}

// The output is a part, from `start` on, of the input along `axis`.
std::vector<ClassTensor> classes_of_part(
    const ov::Node& node, std::size_t output, ClassAxisLayout classes, std::int64_t axis, std::int64_t start) {
    if (axis == classes.axis) {
        if (!fills_axis(node, output, classes) || start < 0)
            return {};
        classes.first += start;
        classes.size = node.get_input_shape(0)[axis];
    }
    return {{node.input_value(0), classes}};
}

std::optional<Value> input_if(bool condition, const ov::Node& node, std::size_t input) {
    return condition ? std::optional(node.input_value(input)) : std::nullopt;
}

bool is_all(const ov::Node& node, std::size_t input, double number) {
    const auto numbers = constant_numbers(node.input_value(input));
    return numbers && !numbers->empty() && all_are(*numbers, number);
}

std::optional<Integers> axes_at(const ov::Node& node, std::size_t input, std::size_t rank) {
    auto axes = constant_integers(node.input_value(input));
    if (!axes)
        return std::nullopt;
    for (auto& axis : *axes)
        axis += axis < 0 ? static_cast<std::int64_t>(rank) : 0;
    std::ranges::sort(*axes);
    return axes;
}

Value summed_at(const Value& like, const Value& indices, const Value& g, const Value& axis) {
    return std::make_shared<v12::ScatterElementsUpdate>(
        zeros_like(like), indices, g, axis, v12::ScatterElementsUpdate::Reduction::SUM);
}

Value identity_columns(const Value& like, std::size_t size) {
    std::vector<float> values(size * size);
    for (std::size_t i = 0; i < size; ++i)
        values[i * size + i] = 1;
    return ov::op::v0::Constant::create(like.get_element_type(), {1, size, size, 1}, values)->output(0);
}

Value resized_back(const Value& g, std::int64_t axis, const Value& columns, std::int64_t from, std::int64_t to) {
    return multiply_along(g, axis, transposed(reshaped(columns, {from, to}), {1, 0}));
}

Values reshaped_gradient(const Step& step) {
    return {reshape_like(step.g(), step.x())};
}

}  // namespace vinoscope::ops
