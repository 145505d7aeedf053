// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Concat, and Split, which undoes it.
#include <algorithm>

#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {

Values concat_rule(const Step& step) {
    const auto axis = positive_axis(step.as<ov::op::v0::Concat>().get_axis(), rank_of(step.y()));
    Values gradients;
    std::int64_t start = 0;
    for (std::size_t i = 0; i < step.inputs(); ++i) {
        const auto end = start + size_of(step.x(i), axis);
        gradients.push_back(step.wants(i) ? crop(step.g(), axis, start, end) : Value());
        start = end;
    }
    return gradients;
}

Values split_rule(const Step& step) {
    const auto axis = known_integers(step.node().input(1)).front();
    Values parts;
    for (std::size_t i = 0; i < step.node().get_output_size(); ++i)
        parts.push_back(step.g(i));
    return {concat(parts, axis)};
}

std::vector<Axes> concat_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto* operation = ov::as_type<const ov::op::v0::Concat>(&node);
    if (operation == nullptr)
        return {unknown_axes(node.get_output_shape(0))};
    const auto rank = node.get_output_shape(0).size();
    const auto joined = positive_axis(operation->get_axis(), rank);
    auto axes = unknown_axes(node.get_output_shape(0));
    Axis segments;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto part = inputs[i] ? *inputs[i] : unknown_axes(node.get_input_shape(i));
        if (size_of(part[joined]) > 0)
            segments.insert(segments.end(), part[joined].begin(), part[joined].end());
        for (std::size_t j = 0; j < rank; ++j)
            if (origin_of(axes[j]) == Origin::other && origin_of(part[j]) != Origin::other)
                axes[j] = part[j];
    }
    axes[joined] = segments;
    return {axes};
}

std::vector<Axes> split_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto axis = constant_integer(node.input_value(1));
    std::vector<Axes> outputs;
    std::int64_t start = 0;
    for (const auto& output : node.outputs()) {
        if (inputs[0] == nullptr || !axis) {
            outputs.push_back(unknown_axes(output.get_shape()));
            continue;
        }
        outputs.push_back(*inputs[0]);
        auto& cut = outputs.back()[positive_axis(*axis, inputs[0]->size())];
        const auto size = static_cast<std::int64_t>(output.get_shape()[positive_axis(*axis, inputs[0]->size())]);
        cut = sliced(cut, start, size);
        start += size;
    }
    return outputs;
}

// Along the same axis, the operand that holds all that is read.
std::optional<Value> concat_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto* node = ov::as_type<const ov::op::v0::Concat>(value.get_node());
    if (node == nullptr)
        return std::nullopt;
    auto inputs = node->input_values();
    if (positive_axis(node->get_axis(), rank_of(value)) != reduction.axis) {
        for (auto& input : inputs)
            input = reduce(input, reduction);
        return copied(value, inputs);
    }
    std::int64_t start = 0;
    for (const auto& input : inputs) {
        const auto size = input.get_partial_shape()[reduction.axis];
        if (size.is_dynamic())
            return std::nullopt;
        if (reduction.begin >= start && reduction.end <= start + size.get_length())
            return reduce(input, reduction.shifted(-start));
        start += size.get_length();
    }
    return std::nullopt;
}

// Split and VariadicSplit along another axis.
std::optional<Value> split_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    const auto axis = constant_integer(node.input_value(1));
    if (!axis || positive_axis(*axis, rank_of(value)) == reduction.axis)
        return std::nullopt;
    return copied_with(value, 0, reduce(node.input_value(0), reduction));
}

// Parts of the same boxes lie side by side, or parts of the boxes one after the other.
std::vector<ClassTensor> concat_classes(const ov::Node& node, std::size_t output, const ClassAxisLayout& classes) {
    const auto* operation = ov::as_type<const ov::op::v0::Concat>(&node);
    if (operation == nullptr)
        return {};
    const auto rank = node.get_output_shape(0).size();
    const auto joined = positive_axis(operation->get_axis(), rank);
    std::vector<ClassTensor> sources;
    std::int64_t start = 0;
    for (const auto& value : node.input_values()) {
        const auto size = static_cast<std::int64_t>(value.get_shape()[joined]);
        auto before = classes;
        if (joined == classes.axis && fills_axis(node, output, classes)) {
            before.first = classes.first - start;
            before.size = size;
            if (before.first >= 0 && before.first + before.count <= size)
                sources.push_back({value, before});
        } else if (joined != classes.axis || size % (classes.size * classes.stride) == 0) {
            sources.push_back({value, before});
        }
        start += size;
    }
    return sources;
}

std::vector<ClassTensor> split_classes(const ov::Node& node, std::size_t output, const ClassAxisLayout& classes) {
    const auto axis = constant_integer(node.input_value(1));
    if (!axis)
        return {};
    const auto position = positive_axis(*axis, node.get_input_shape(0).size());
    std::int64_t start = 0;
    for (std::size_t i = 0; i < output; ++i)
        start += static_cast<std::int64_t>(node.get_output_shape(i)[position]);
    return classes_of_part(node, output, classes, position, start);
}

std::optional<Value> concat_identity(const ov::Node& node) {
    return input_if(node.get_input_size() == 1, node);
}

std::optional<Value> split_identity(const ov::Node& node) {
    return input_if(node.get_output_size() == 1 && node.get_output_partial_shape(0) == node.get_input_partial_shape(0),
                    node);
}

}  // namespace

Operations concatenation() {
    return {
        row<v0::Concat>({.kind = Kind::concatenation,
                         .axes = concat_axes,
                         .reduced = concat_reduced,
                         .classes = concat_classes,
                         .identity = concat_identity,
                         .gradient = Gradient{concat_rule, {}}}),
        row<v1::Split, v1::VariadicSplit>({.kind = Kind::part,
                                           .axes = split_axes,
                                           .reduced = split_reduced,
                                           .classes = split_classes,
                                           .identity = split_identity,
                                           .gradient = Gradient{split_rule}}),
    };
}

}  // namespace vinoscope::ops
