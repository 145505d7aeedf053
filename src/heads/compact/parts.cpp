// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <openvino/op/slice.hpp>

#include "heads/compact/rules.hpp"
#include "ops/axis_rules/rules.hpp"
#include "ops/constant_value.hpp"
#include "ops/joined_axes.hpp"

namespace vinoscope::compact {
namespace {

// How many tokens stand before the patches.
std::int64_t prefix_of(const Context& context, const Axis& axis) {
    std::int64_t prefix = 0;
    for (const auto& segment : axis) {
        if (context.tokens.are_on({segment}))
            return prefix;
        prefix += size_of(segment);
    }
    return prefix;
}

// The indices that a Gather picks along its axis.
std::optional<Integers> picked(const ov::Node& node, std::int64_t axis) {
    return constant_integer(node.input_value(2)) == axis ? constant_integers(node.input_value(1)) : std::nullopt;
}

// Whether only tokens before the patches are read; those stand where they stood.
bool reads_prefix_only(const Context& context, const ov::Node& node, const Axes& axes, std::int64_t axis) {
    const auto prefix = prefix_of(context, axes[axis]);
    const auto in_prefix = [&](std::int64_t index) { return index >= 0 && index < prefix; };
    if (std::string_view(node.get_type_name()) == "Gather") {
        const auto indices = picked(node, axis);
        return indices && std::ranges::all_of(*indices, in_prefix);
    }
    const auto first = first_index(node, axis);
    const auto& output = context.trace.at(&node);
    const auto count = output.size() == axes.size() ? size_of(output[axis]) : 1;
    return first && *first >= 0 && *first + count <= prefix;
}

// Cuts tokens before and behind the patches off.
Copied without_others(const Context& context, const ov::Node& node, const ov::OutputVector& inputs, std::int64_t axis) {
    const auto& from = context.trace.at(node.input_value(0));
    const auto& to = context.trace.at(&node);
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(from.size()); ++i)
        if (i != axis && size_of(from[i]) != size_of(to[i]))
            return give_up;
    const auto start = prefix_of(context, from[axis]) - prefix_of(context, to[axis]);
    const auto stop = start + context.tokens.size(to[axis]);
    return std::make_shared<ov::op::v8::Slice>(
               inputs[0], integers({start}), integers({stop}), integers({1}), integers({axis}))
        ->outputs();
}

}  // namespace

Copied part(Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    const auto* from = context.trace.find(node.input_value(0));
    const auto axis = from ? token_axis(context, *from) : std::nullopt;
    if (!axis)
        return give_up;
    const auto& to = context.trace.at(&node);
    const auto remaining = token_axis(context, to);
    if (remaining && size_of(to[*remaining]) == size_of((*from)[*axis]))
        return as_it_is;
    const std::string_view type = node.get_type_name();
    if (type == "Split" || type == "VariadicSplit")
        return give_up;
    if (!remaining)
        return reads_prefix_only(context, node, *from, *axis) ? as_it_is : give_up;
    const bool slice = type != "Gather" && remaining == axis && to.size() == from->size();
    return slice ? without_others(context, node, inputs, *axis) : give_up;
}

}  // namespace vinoscope::compact
