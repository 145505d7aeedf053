// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/compact_head.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <openvino/op/constant.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/reduce_sum.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/util/gather_base.hpp>

#include "heads/batch_axis.hpp"
#include "heads/compact_tokens.hpp"
#include "heads/resized_head.hpp"
#include "ops/axis_arguments.hpp"
#include "ops/constant_value.hpp"
#include "ops/operations.hpp"

namespace vinoscope {
namespace {

// How the operations of a head are copied for compact tokens.
struct Context {
    const AxisTrace& trace;
    const CompactTokens& tokens;
    std::map<Value, std::int64_t> shares = {};  //< sums over this axis count each token for all that it stands for
};

// As NodeCopy.
using Copied = std::optional<ov::OutputVector>;
const Copied give_up = std::nullopt;
const Copied as_it_is = ov::OutputVector{};

bool has_tokens(const Context& context, const Axes& axes, std::int64_t axis) {
    return axis >= 0 && axis < static_cast<std::int64_t>(axes.size()) && context.tokens.are_on(axes[axis]);
}

std::optional<std::int64_t> token_axis(const Context& context, const Axes& axes) {
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(axes.size()); ++axis)
        if (has_tokens(context, axes, axis))
            return axis;
    return std::nullopt;
}

// A value for each token, at position `axis` of a tensor of this rank.
Value constant(const std::vector<float>& values, std::size_t rank, std::int64_t axis, const ov::element::Type& type) {
    ov::Shape shape(rank, 1);
    shape[axis] = values.size();
    return ov::op::v0::Constant::create(type, shape, values)->output(0);
}

std::vector<float> logarithms(std::vector<float> values) {
    std::ranges::transform(values, values.begin(), [](float value) { return std::log(value); });
    return values;
}

Copied sum_or_mean(const Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    const auto& axes = context.trace.at(node.input_value(0));
    const auto* reduction = ov::as_type<const ov::op::util::ArithmeticReductionKeepDims>(&node);
    const auto joined = reduction_axes(node, axes.size());
    if (reduction == nullptr || !joined)
        return give_up;
    if (std::ranges::none_of(*joined, [&](auto axis) { return has_tokens(context, axes, axis); }))
        return as_it_is;
    if (joined->size() != 1)
        return give_up;
    const auto axis = joined->front();
    auto weights = context.tokens.multiplicities(axes[axis]);
    if (ov::is_type<ov::op::v1::ReduceMean>(&node))
        std::ranges::transform(
            weights, weights.begin(), [count = static_cast<float>(size_of(axes[axis]))](float weight) {
                return weight / count;
            });
    const auto weighed = inputs[0] * constant(weights, axes.size(), axis, inputs[0].get_element_type());
    return std::make_shared<ov::op::v1::ReduceSum>(weighed, inputs[1], reduction->get_keep_dims())->outputs();
}

// Sums over tokens must know how often each counts: only shares of attention do.
Copied product(const Context& context, const ov::Node& node) {
    const auto* operation = ov::as_type<const ov::op::v0::MatMul>(&node);
    if (operation == nullptr)
        return give_up;
    const bool transposes[] = {operation->get_transpose_a(), !operation->get_transpose_b()};
    bool sums_tokens = false;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto* axes = context.trace.find(node.input_value(i));
        sums_tokens |= axes != nullptr && has_tokens(context, *axes, axes->size() - (transposes[i] ? 2 : 1));
    }
    if (!sums_tokens)
        return as_it_is;
    const auto shares = context.shares.find(node.input_value(0));
    const auto last = static_cast<std::int64_t>(node.get_input_partial_shape(0).size()) - (transposes[0] ? 2 : 1);
    return shares != context.shares.end() && shares->second == last ? as_it_is : give_up;
}

// m equal terms of a softmax are one term to which the logarithm of m was added.
Copied softmax(Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    const auto& axes = context.trace.at(node.input_value(0));
    const auto joined = reduction_axes(node, axes.size());
    if (!joined)
        return give_up;
    const auto axis = joined->front();
    if (!has_tokens(context, axes, axis))
        return as_it_is;
    const auto more = constant(
        logarithms(context.tokens.multiplicities(axes[axis])), axes.size(), axis, inputs[0].get_element_type());
    context.shares[std::const_pointer_cast<ov::Node>(node.shared_from_this())->output(0)] = axis;
    return node.clone_with_new_inputs({inputs[0] + more})->outputs();
}

// The same inside of the fused operation, as its mask. [..., L, E] x [..., S, E] x [..., S, V]
Copied attention(const Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    const auto* operation = ov::as_type<const ov::op::v13::ScaledDotProductAttention>(&node);
    const auto* keys = context.trace.find(node.input_value(1));
    if (operation == nullptr || operation->get_causal() || keys == nullptr)
        return give_up;
    const auto rank = static_cast<std::int64_t>(keys->size());
    if (!has_tokens(context, *keys, rank - 2))
        return give_up;
    const auto weights = logarithms(context.tokens.multiplicities((*keys)[rank - 2]));
    Value mask = constant(weights, keys->size(), rank - 1, inputs[0].get_element_type());
    auto fused = inputs;
    if (inputs.size() > 3) {
        const auto& own = inputs[3];
        if (own.get_partial_shape().is_dynamic() || ov::shape_size(own.get_shape()) != 1 ||
            !own.get_element_type().is_real())
            return give_up;
        mask = mask + own;
    }
    fused.resize(std::max<std::size_t>(inputs.size(), 4));
    fused[3] = mask;
    return std::make_shared<ov::op::v13::ScaledDotProductAttention>(fused, false)->outputs();
}

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
    if (ov::is_type<ov::op::util::GatherBase>(&node)) {
        const auto indices = picked(node, axis);
        return indices && std::ranges::all_of(*indices, in_prefix);
    }
    const auto first = first_index(node, axis);
    const auto& output = context.trace.at(&node);
    const auto count = output.size() == axes.size() ? size_of(output[axis]) : 1;
    return first && *first + count <= prefix;
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
    return ov::OutputVector{crop(inputs[0], axis, start, stop)};
}

Copied part(const Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    const auto* from = context.trace.find(node.input_value(0));
    const auto axis = from ? token_axis(context, *from) : std::nullopt;
    if (!axis)
        return give_up;
    const auto& to = context.trace.at(&node);
    const auto remaining = token_axis(context, to);
    if (remaining && size_of(to[*remaining]) == size_of((*from)[*axis]))
        return as_it_is;
    if (!remaining)
        return reads_prefix_only(context, node, *from, *axis) ? as_it_is : give_up;
    const bool slice = is_slice(node) && remaining == axis && to.size() == from->size();
    return slice ? without_others(context, node, inputs, *axis) : give_up;
}

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
Copied plain(const Context& context, const ov::Node& node) {
    return token_axis(context, context.trace.at(&node)) ? as_it_is : give_up;
}

// A position embedding tells tokens apart.
Copied elementwise(const Context& context, const ov::Node& node) {
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

Copied within_tokens(const Context& context, const ov::Node& node) {
    const auto& axes = context.trace.at(node.input_value(0));
    const auto joined = reduction_axes(node, axes.size());
    const bool spared =
        joined && std::ranges::none_of(*joined, [&](auto axis) { return has_tokens(context, axes, axis); });
    return spared ? as_it_is : give_up;
}

// What an export computes of shapes, such as the scale of attention, stays what it was; targets of reshapes follow
// anyway.
Copied original_shape(const ov::Node& node) {
    const auto& type = node.get_output_element_type(0);
    if (node.get_input_partial_shape(0).is_dynamic())
        return give_up;
    const auto& shape = node.get_input_shape(0);
    return ov::op::v0::Constant::create(type, {shape.size()}, shape)->outputs();
}

Copied copy_reading_tokens(Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    if (is_shape_of(node))
        return original_shape(node);
    switch (operation_of(node).kind) {
        case Kind::elementwise:
            return elementwise(context, node);
        case Kind::rearrangement:
        case Kind::concatenation:
            return plain(context, node);
        case Kind::part:
            return part(context, node, inputs);
        case Kind::norm:
            return within_tokens(context, node);
        case Kind::sum:
            return sum_or_mean(context, node, inputs);
        case Kind::softmax:
            return softmax(context, node, inputs);
        case Kind::product:
            return product(context, node);
        case Kind::attention:
            return attention(context, node, inputs);
        default:
            return give_up;
    }
}

// Gives up where equal tokens would be told apart, or where it would be forgotten how often one counts.
Copied copy(Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    if (scatters_tokens(context, node))
        return give_up;
    if (!reads_tokens(context, node))
        return as_it_is;
    if (!is_shape_of(node) && context.trace.find(&node) == nullptr)
        return give_up;
    return copy_reading_tokens(context, node, inputs);
}

}  // namespace

std::optional<ov::Output<ov::Node>> compact_head(const Head& head,
                                                 const AxisTrace& trace,
                                                 const CellMasking& masking,
                                                 std::size_t memory_limit) {
    const auto masked = masking.tensors();
    const bool have_batch =
        std::ranges::all_of(masked, [&](const Value& value) { return batch_axis(trace.at(value)).has_value(); });
    if (!masking.layer.grid.tokens() || !have_batch)
        return std::nullopt;
    const CompactTokens tokens(trace, masking);
    Context context{trace, tokens};
    const bool all_have_tokens = std::ranges::all_of(
        masked, [&](const Value& value) { return token_axis(context, trace.at(value)).has_value(); });
    if (tokens.far() < 1 || !all_have_tokens)
        return std::nullopt;
    const auto cells = masking.layer.grid.cells();
    const auto size = [&](const Axis& axis) {
        const auto length = tokens.are_on(axis) ? tokens.size(axis) : size_of(axis);
        return length * (counts(axis, Origin::batch) ? cells : 1);
    };
    if (widest_activations(head, trace, size) > memory_limit)
        return std::nullopt;
    Replacements replacements;
    for (const auto& value : masked)
        replacements[value] = with_batch_first(value, trace.at(value), [&](const Value& features, const Axes& axes) {
            return tokens.masked(features, axes);
        });
    return copy_head_resized(
        head, trace, std::move(replacements), size, [&](const ov::Node& node, const ov::OutputVector& inputs) {
            return copy(context, node, inputs);
        });
}

}  // namespace vinoscope
