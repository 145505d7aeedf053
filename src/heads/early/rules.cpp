// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/early/rules.hpp"

#include <algorithm>
#include <numeric>
#include <openvino/op/concat.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>
#include <openvino/op/slice.hpp>
#include <string_view>

#include "analysis/head.hpp"
#include "analysis/pointwise.hpp"
#include "ops/axis_rules/rules.hpp"
#include "ops/constant_value.hpp"
#include "ops/joined_axes.hpp"

namespace vinoscope::early {
namespace {

using Rule = std::optional<Value> (*)(const Value& value, const Reduction& reduction, const Reduce& reduce);

std::int64_t rank_of(const Value& value) {
    return static_cast<std::int64_t>(value.get_partial_shape().size());
}

Value clone(const Value& value, const ov::OutputVector& inputs) {
    return value.get_node()->clone_with_new_inputs(inputs)->output(value.get_index());
}

Value with_input(const Value& value, std::size_t index, const Value& input) {
    auto inputs = value.get_node()->input_values();
    inputs[index] = input;
    return clone(value, inputs);
}

// The axis of `operand` that is broadcast to `axis` of a result of this rank; nothing when it is the same everywhere.
std::optional<std::int64_t> broadcast_axis(const Value& operand, std::int64_t axis, std::int64_t rank) {
    const auto own = axis - (rank - rank_of(operand));
    return own >= 0 && operand.get_partial_shape()[own] != 1 ? std::optional(own) : std::nullopt;
}

// A mean passes sums, and products with what is the same for all that is averaged.
bool passes_mean(const ov::Node& node, const Reduction& reduction) {
    const auto rank = static_cast<std::int64_t>(node.get_output_partial_shape(0).size());
    const auto varies = [&](std::size_t i) {
        return broadcast_axis(node.input_value(i), reduction.axis, rank).has_value();
    };
    const std::string_view type = node.get_type_name();
    return type == "Add" || type == "Subtract" || (type == "Multiply" && !(varies(0) && varies(1))) ||
           (type == "Divide" && !varies(1));
}

std::optional<Value> elementwise(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    if ((reduction.mean && !passes_mean(node, reduction)) || std::string_view(node.get_type_name()) == "PRelu")
        return std::nullopt;
    auto inputs = node.input_values();
    for (auto& input : inputs)
        if (const auto axis = broadcast_axis(input, reduction.axis, rank_of(value)))
            input = reduce(input, reduction.along(*axis));
    return clone(value, inputs);
}

// Rows of A or columns of B. A mean passes weights only: attention itself is needed for all that comes before.
std::optional<Value> product(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto* node = ov::as_type<const ov::op::v0::MatMul>(value.get_node());
    if (node == nullptr)
        return std::nullopt;
    const auto from_end = rank_of(value) - reduction.axis;
    const std::size_t side = from_end == 2 ? 0 : 1;
    const auto input = node->input_value(side);
    if (from_end > 2 || rank_of(node->input_value(0)) < 2 || rank_of(node->input_value(1)) < 2 ||
        (reduction.mean && !is_constant(node->input_value(1 - side))))
        return std::nullopt;
    const bool transposes = side == 0 ? node->get_transpose_a() : node->get_transpose_b();
    const auto axis = rank_of(input) - (transposes ? 3 - from_end : from_end);
    return with_input(value, side, reduce(input, reduction.along(axis)));
}

// [..., L, E] x [..., S, E] x [..., S, V] -> [..., L, V], with a mask [..., L, S]: one query after the other.
std::optional<Value> attention(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto* node = ov::as_type<const ov::op::v13::ScaledDotProductAttention>(value.get_node());
    if (node == nullptr || reduction.mean || node->get_causal() || reduction.axis != rank_of(value) - 2)
        return std::nullopt;
    auto inputs = node->input_values();
    inputs[0] = reduce(inputs[0], reduction);
    if (inputs.size() > 3 && rank_of(inputs[3]) > 1)
        if (const auto axis = broadcast_axis(inputs[3], reduction.axis, rank_of(value)))
            inputs[3] = reduce(inputs[3], reduction.along(*axis));
    return clone(value, inputs);
}

// A norm or a softmax over other axes.
std::optional<Value> spared(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto joined = joined_axes(*value.get_node(), rank_of(value));
    if (reduction.mean || !joined || std::ranges::count(*joined, reduction.axis) > 0)
        return std::nullopt;
    return with_input(value, 0, reduce(value.get_node()->input_value(0), reduction));
}

std::optional<Value> transpose(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto order = constant_integers(value.get_node()->input_value(1));
    if (!order || order->empty())
        return std::nullopt;
    return with_input(value, 0, reduce(value.get_node()->input_value(0), reduction.along((*order)[reduction.axis])));
}

// How many elements the axes before `axis` have for one image; nothing when their sizes are open, but for the first.
std::optional<std::int64_t> elements_before(const ov::PartialShape& shape, std::int64_t axis) {
    std::int64_t count = 1;
    for (std::int64_t i = 0; i < axis; ++i) {
        if (shape[i].is_dynamic() && i > 0)
            return std::nullopt;
        count *= shape[i].is_dynamic() ? 1 : shape[i].get_length();
    }
    return count;
}

// The axis of `from` that is the same digit of the row-major index as `axis` of `to`.
std::optional<std::int64_t> same_digit(const ov::PartialShape& from, const ov::PartialShape& to, std::int64_t axis) {
    const auto before = elements_before(to, axis);
    if (!before || from[0].is_dynamic() != to[0].is_dynamic())
        return std::nullopt;
    for (std::size_t i = 0; i < from.size(); ++i)
        if (from[i].is_static() && from[i] == to[axis] && elements_before(from, static_cast<std::int64_t>(i)) == before)
            return i;
    return std::nullopt;
}

std::optional<Value> reshape(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto input = value.get_node()->input_value(0);
    const auto axis = same_digit(input.get_partial_shape(), value.get_partial_shape(), reduction.axis);
    Integers target;
    for (const auto& size : value.get_partial_shape())
        target.push_back(size.is_dynamic() ? -1 : size.get_length());
    target[reduction.axis] = reduction.size();
    if (!axis || std::ranges::count(target, -1) > 1)
        return std::nullopt;
    return reshaped(reduce(input, reduction.along(*axis)), target);
}

// Squeeze or Unsqueeze: they say which axes of size 1 they mean, and must not take one that was reduced to 1.
std::optional<Value> squeeze(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    const auto input = node.input_value(0);
    const auto axis = same_digit(input.get_partial_shape(), value.get_partial_shape(), reduction.axis);
    if (!axis || node.get_input_size() < 2)
        return std::nullopt;
    return with_input(value, 0, reduce(input, reduction.along(*axis)));
}

// Split and VariadicSplit along another axis.
std::optional<Value> split(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    const auto axis = constant_integer(node.input_value(1));
    if (!axis || axis_rules::positive(*axis, rank_of(value)) == reduction.axis)
        return std::nullopt;
    return with_input(value, 0, reduce(node.input_value(0), reduction));
}

// One index along another axis.
std::optional<Value> gather(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    const auto axis = constant_integer(node.input_value(2));
    if (!axis || rank_of(node.input_value(1)) != 0)
        return std::nullopt;
    const auto picked = axis_rules::positive(*axis, rank_of(node.input_value(0)));
    const auto own = reduction.axis + (reduction.axis >= picked ? 1 : 0);
    return with_input(value, 0, reduce(node.input_value(0), reduction.along(own)));
}

// Along the same axis, what is left out at the start shifts the indices.
std::optional<Value> slice(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : std::nullopt;
    if (!axes || axes->size() != 1)
        return std::nullopt;
    const auto input = node.input_value(0);
    if (axis_rules::positive(axes->front(), rank_of(value)) != reduction.axis)
        return with_input(value, 0, reduce(input, reduction));
    const auto first = first_index(node, axes->front());
    const bool by_one = constant_integers(node.input_value(3)) == Integers{1};
    return by_one && first && *first >= 0 ? std::optional(reduce(input, reduction.shifted(*first))) : std::nullopt;
}

// Along the same axis, the operand that holds all that is read.
std::optional<Value> concat(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto* node = ov::as_type<const ov::op::v0::Concat>(value.get_node());
    if (node == nullptr)
        return std::nullopt;
    auto inputs = node->input_values();
    if (axis_rules::positive(node->get_axis(), rank_of(value)) != reduction.axis) {
        for (auto& input : inputs)
            input = reduce(input, reduction);
        return clone(value, inputs);
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

struct Row {
    std::string_view type;
    Rule rule;
};

constexpr Row rows[] = {
    {"Concat", concat},
    {"Gather", gather},
    {"MVN", spared},
    {"MatMul", product},
    {"NormalizeL2", spared},
    {"Reshape", reshape},
    {"ScaledDotProductAttention", attention},
    {"Slice", slice},
    {"Softmax", spared},
    {"Split", split},
    {"Squeeze", squeeze},
    {"Transpose", transpose},
    {"Unsqueeze", squeeze},
    {"VariadicSplit", split},
};

Rule find_rule(const ov::Node& node) {
    if (is_elementwise(node))
        return elementwise;
    const auto* found = std::ranges::find(rows, std::string_view(node.get_type_name()), &Row::type);
    return found == std::ranges::end(rows) ? nullptr : found->rule;
}

}  // namespace

std::optional<Value> passed(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto rule = find_rule(*value.get_node());
    return rule == nullptr ? std::nullopt : rule(value, reduction, reduce);
}

}  // namespace vinoscope::early
