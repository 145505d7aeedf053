// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/attention.hpp"

#include <cmath>
#include <numeric>

#include "ops/families.hpp"

namespace vinoscope {
namespace {

// [L,S]: whether query i may not see key j > i
Value hidden_by_causality(const Value& queries, const Value& keys) {
    const auto rows = size_of(queries, rank_of(queries) - 2);
    const auto columns = size_of(keys, rank_of(keys) - 2);
    Integers row(rows);
    Integers column(columns);
    std::iota(row.begin(), row.end(), 0);
    std::iota(column.begin(), column.end(), 0);
    return greater(unsqueeze(integers(column), {0}), unsqueeze(integers(row), {1}));
}

}  // namespace

Value attention_scale(const ov::op::v13::ScaledDotProductAttention& attention) {
    if (attention.get_input_size() > 4)
        return attention.input_value(4);
    const auto query = attention.input_value(0);
    return number_like(query, 1 / std::sqrt(static_cast<double>(size_of(query, rank_of(query) - 1))));
}

Value attention_probabilities(const ov::op::v13::ScaledDotProductAttention& attention, const Value& scale) {
    constexpr double never = -65504;  // the lowest number that also FP16 has
    const auto query = attention.input_value(0);
    const auto key = attention.input_value(1);
    auto scores = matmul(query * scale, key, false, true);
    if (attention.get_causal()) {
        scores = where(hidden_by_causality(query, key), number_like(scores, never), scores);
    } else if (attention.get_input_size() > 3 && rank_of(attention.input_value(3)) > 0) {
        const auto mask = attention.input_value(3);
        scores = mask.get_element_type() == ov::element::boolean ? where(mask, scores, number_like(scores, never))
                                                                 : scores + mask;
    }
    return softmax(scores, -1);
}

std::optional<std::int64_t> softmax_axis(const ov::Node& node) {
    if (const auto* old = ov::as_type<const ov::op::v1::Softmax>(&node))
        return static_cast<std::int64_t>(old->get_axis());
    const auto* softmax = ov::as_type<const ov::op::v8::Softmax>(&node);
    if (softmax == nullptr)
        return std::nullopt;
    return softmax->get_axis() < 0 ? softmax->get_axis() + rank_of(softmax->input_value(0)) : softmax->get_axis();
}

}  // namespace vinoscope

namespace vinoscope::ops {
namespace {

// With probabilities p = softmax(x): dx = p (dp - sum(p dp))
Value softmax_gradient(const Value& p, const Value& dp, std::int64_t axis) {
    return p * (dp - sum(p * dp, {axis}));
}

Values softmax_rule(const Step& step) {
    return {softmax_gradient(step.y(), step.g(), *softmax_axis(step.node()))};
}

Values log_softmax_rule(const Step& step) {
    const auto axis = step.as<ov::op::v5::LogSoftmax>().get_axis();
    return {step.g() - exp(step.y()) * sum(step.g(), {axis})};
}

// y = p v, p = softmax(s q k^T + mask), arXiv 1706.03762
Values attention_rule(const Step& step) {
    const auto q = step.x(0);
    const auto k = step.x(1);
    const auto v = step.x(2);
    const auto& attention = step.as<ov::op::v13::ScaledDotProductAttention>();
    const auto scale = attention_scale(attention);
    const auto p = attention_probabilities(attention, scale);
    const auto d_scores = softmax_gradient(p, matmul(step.g(), v, false, true), -1);
    Values gradients(step.inputs());
    if (step.wants(0))
        gradients[0] = sum_to_shape_of(matmul(d_scores, k) * scale, q);
    if (step.wants(1))
        gradients[1] = sum_to_shape_of(matmul(d_scores, q, true) * scale, k);
    if (step.wants(2))
        gradients[2] = sum_to_shape_of(matmul(p, step.g(), true), v);
    if (step.inputs() > 3 && step.wants(3))
        gradients[3] = sum_to_shape_of(d_scores, step.x(3));
    return gradients;
}

// [...,L,E] x [...,S,E] x [...,S,V] -> [...,L,V]. Queries may be learned: then the keys tell what counts the batch.
std::vector<Axes> attention_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto& shape = node.get_output_shape(0);
    const auto* known = inputs[0] ? inputs[0] : inputs[1];
    if (known == nullptr || known->size() != shape.size())
        return {unknown_axes(shape)};
    auto axes = *known;
    if (known != inputs[0])
        axes[axes.size() - 2] = new_axis(Origin::other, static_cast<std::int64_t>(shape[axes.size() - 2]));
    axes.back() = inputs[2] ? inputs[2]->back() : new_axis(Origin::other, static_cast<std::int64_t>(shape.back()));
    return {axes};
}

// [..., L, E] x [..., S, E] x [..., S, V] -> [..., L, V], with a mask [..., L, S]: one query after the other.
std::optional<Value> attention_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto* node = ov::as_type<const ov::op::v13::ScaledDotProductAttention>(value.get_node());
    if (node == nullptr || reduction.mean || node->get_causal() || reduction.axis != rank_of(value) - 2)
        return std::nullopt;
    auto inputs = node->input_values();
    inputs[0] = reduce(inputs[0], reduction);
    if (inputs.size() > 3 && rank_of(inputs[3]) > 1)
        if (const auto axis = broadcast_axis(inputs[3], reduction.axis, rank_of(value)))
            inputs[3] = reduce(inputs[3], reduction.along(*axis));
    return copied(value, inputs);
}

std::int64_t attention_work(const ov::Node&, const AxesOfInputs& inputs) {
    const auto* keys = inputs[1];
    return 2 * (keys != nullptr && keys->size() >= 2 ? size_of((*keys)[keys->size() - 2]) : 1);
}

}  // namespace

Operations attention() {
    return {
        row<v1::Softmax, v8::Softmax>({.kind = Kind::softmax,
                                       .axes = broadcast_axes,
                                       .reduced = reduced_beside_joined_axes,
                                       .classes = classes_of_first,
                                       .rescales_scores = true,
                                       .gradient = Gradient{softmax_rule}}),
        row<v5::LogSoftmax>({.axes = broadcast_axes,
                             .range = ranges::negative,
                             .rescales_scores = true,
                             .gradient = Gradient{log_softmax_rule}}),
        row<v13::ScaledDotProductAttention>({.kind = Kind::attention,
                                             .axes = attention_axes,
                                             .reduced = attention_reduced,
                                             .multiplications = attention_work,
                                             .gradient = Gradient{attention_rule, {0, 1, 2, 3}}}),
    };
}

}  // namespace vinoscope::ops
