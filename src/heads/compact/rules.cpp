// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/compact/rules.hpp"

#include <algorithm>
#include <openvino/op/constant.hpp>
#include <string_view>

#include "analysis/pointwise.hpp"
#include "ops/joined_axes.hpp"

namespace vinoscope::compact {
namespace {

using Rule = Copied (*)(Context& context, const ov::Node& node, const ov::OutputVector& inputs);

bool reads_tokens(const Context& context, const ov::Node& node) {
    return std::ranges::any_of(node.input_values(), [&](const Value& value) {
        const auto* axes = context.trace.find(value);
        return axes != nullptr && token_axis(context, *axes);
    });
}

// Rows and columns on their own, or some patches only.
bool scatters_tokens(const Context& context, const ov::Node& node) {
    return std::ranges::any_of(node.outputs(), [&](const auto& output) {
        const auto* axes = context.trace.find(&node, output.get_index());
        return axes != nullptr && std::ranges::any_of(*axes, [&](const Axis& axis) {
                   return size_of(axis) > 1 && (counts(axis, Origin::height) || counts(axis, Origin::width)) &&
                          !context.tokens.are_on(axis);
               });
    });
}

// Tokens are moved as a whole, or nobody knows where they are: a Reshape may join them with channels.
Copied plain(Context& context, const ov::Node& node, const ov::OutputVector&) {
    return token_axis(context, context.trace.at(&node)) ? as_it_is : give_up;
}

// A position embedding tells tokens apart.
Copied elementwise(Context& context, const ov::Node& node, const ov::OutputVector&) {
    const auto& axes = context.trace.at(&node);
    for (const auto& value : node.input_values()) {
        const auto& shape = value.get_partial_shape();
        if (context.trace.find(value) != nullptr)
            continue;
        if (shape.rank().is_dynamic() || shape.size() > axes.size())
            return give_up;
        const auto offset = axes.size() - shape.size();
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (context.tokens.are_on(axes[i + offset]) && shape[i] != 1)
                return give_up;
    }
    return as_it_is;
}

Copied within_tokens(Context& context, const ov::Node& node, const ov::OutputVector&) {
    const auto& axes = context.trace.at(node.input_value(0));
    const auto joined = joined_axes(node, axes.size());
    const bool spared =
        joined && std::ranges::none_of(*joined, [&](auto axis) { return has_tokens(context, axes, axis); });
    return spared ? as_it_is : give_up;
}

struct Row {
    std::string_view type;
    Rule rule;
};

constexpr Row rows[] = {
    {"Concat", plain},
    {"Gather", part},
    {"MVN", within_tokens},
    {"MatMul", product},
    {"NormalizeL2", within_tokens},
    {"ReduceL2", within_tokens},
    {"ReduceMean", sum_or_mean},
    {"ReduceSum", sum_or_mean},
    {"Reshape", plain},
    {"ScaledDotProductAttention", attention},
    {"Slice", part},
    {"Softmax", softmax},
    {"Split", part},
    {"Squeeze", plain},
    {"StridedSlice", part},
    {"Transpose", plain},
    {"Unsqueeze", plain},
    {"VariadicSplit", part},
};

// What an export computes of shapes, such as the scale of attention, stays what it was; targets of reshapes follow
// anyway.
Copied original_shape(Context&, const ov::Node& node, const ov::OutputVector&) {
    const auto& type = node.get_output_element_type(0);
    if (node.get_input_partial_shape(0).is_dynamic())
        return give_up;
    const auto& shape = node.get_input_shape(0);
    return ov::op::v0::Constant::create(type, {shape.size()}, shape)->outputs();
}

Rule find_rule(const ov::Node& node) {
    if (is_shape_of(node))
        return original_shape;
    if (is_elementwise(node))
        return elementwise;
    const auto* found = std::ranges::find(rows, std::string_view(node.get_type_name()), &Row::type);
    return found == std::ranges::end(rows) ? nullptr : found->rule;
}

}  // namespace

Copied copy(Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    if (scatters_tokens(context, node))
        return give_up;
    if (!reads_tokens(context, node))
        return as_it_is;
    if (!is_shape_of(node) && context.trace.find(&node) == nullptr)
        return give_up;
    const auto rule = find_rule(node);
    return rule == nullptr ? give_up : rule(context, node, inputs);
}

bool has_tokens(const Context& context, const Axes& axes, std::int64_t axis) {
    return axis >= 0 && axis < static_cast<std::int64_t>(axes.size()) && context.tokens.are_on(axes[axis]);
}

std::optional<std::int64_t> token_axis(const Context& context, const Axes& axes) {
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(axes.size()); ++axis)
        if (has_tokens(context, axes, axis))
            return axis;
    return std::nullopt;
}

}  // namespace vinoscope::compact
