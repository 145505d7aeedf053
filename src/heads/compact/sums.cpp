// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <openvino/op/add.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/reduce_sum.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>

#include "heads/compact/rules.hpp"
#include "ops/joined_axes.hpp"

namespace vinoscope::compact {
namespace {

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

}  // namespace

Copied sum_or_mean(Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
    const auto& axes = context.trace.at(node.input_value(0));
    const auto* reduction = ov::as_type<const ov::op::util::ArithmeticReductionKeepDims>(&node);
    const auto joined = joined_axes(node, axes.size());
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
    const auto weighed = std::make_shared<ov::op::v1::Multiply>(
        inputs[0], constant(weights, axes.size(), axis, inputs[0].get_element_type()));
    return std::make_shared<ov::op::v1::ReduceSum>(weighed, inputs[1], reduction->get_keep_dims())->outputs();
}

// Sums over tokens must know how often each counts: only shares of attention do.
Copied product(Context& context, const ov::Node& node, const ov::OutputVector&) {
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
    const auto joined = joined_axes(node, axes.size());
    if (!joined)
        return give_up;
    const auto axis = joined->front();
    if (!has_tokens(context, axes, axis))
        return as_it_is;
    const auto more = constant(
        logarithms(context.tokens.multiplicities(axes[axis])), axes.size(), axis, inputs[0].get_element_type());
    context.shares[std::const_pointer_cast<ov::Node>(node.shared_from_this())->output(0)] = axis;
    return node.clone_with_new_inputs({std::make_shared<ov::op::v1::Add>(inputs[0], more)})->outputs();
}

// The same inside of the fused operation, as its mask. [..., L, E] x [..., S, E] x [..., S, V]
Copied attention(Context& context, const ov::Node& node, const ov::OutputVector& inputs) {
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
        mask = std::make_shared<ov::op::v1::Add>(mask, own);
    }
    fused.resize(std::max<std::size_t>(inputs.size(), 4));
    fused[3] = mask;
    return std::make_shared<ov::op::v13::ScaledDotProductAttention>(fused, false)->outputs();
}

}  // namespace vinoscope::compact
