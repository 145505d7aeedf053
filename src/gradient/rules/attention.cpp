// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>
#include <openvino/op/constant.hpp>
#include <openvino/op/log_softmax.hpp>
#include <openvino/op/range.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>
#include <openvino/op/softmax.hpp>
#include <utility>

#include "gradient/along_axis.hpp"
#include "gradient/rules/rules.hpp"

namespace vinoscope {
namespace {

// With probabilities p = softmax(x): dx = p (dp - sum(p dp))
Value softmax_gradient(const Value& p, const Value& dp, std::int64_t axis) {
    return p * (dp - sum(p * dp, {axis}));
}

std::int64_t softmax_axis(const ov::Node& node) {
    if (const auto* old = ov::as_type<const ov::op::v1::Softmax>(&node))
        return static_cast<std::int64_t>(old->get_axis());
    return ov::as_type<const ov::op::v8::Softmax>(&node)->get_axis();
}

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

// Of the scaled products of queries and keys: the probabilities [...,L,S].
Value probabilities(const Step& step, const Value& scale) {
    constexpr double never = -65504;  // the lowest number that also FP16 has
    auto scores = matmul(step.x(0) * scale, step.x(1), false, true);
    if (step.as<ov::op::v13::ScaledDotProductAttention>().get_causal()) {
        scores = where(hidden_by_causality(step.x(0), step.x(1)), number_like(scores, never), scores);
    } else if (step.inputs() > 3 && rank_of(step.x(3)) > 0) {
        const auto& mask = step.x(3);
        scores = mask.get_element_type() == ov::element::boolean ? where(mask, scores, number_like(scores, never))
                                                                 : scores + mask;
    }
    return std::make_shared<ov::op::v8::Softmax>(scores, -1);
}

Value scale_of(const Step& step) {
    if (step.inputs() > 4)
        return step.x(4);
    return number_like(step.x(0), 1 / std::sqrt(static_cast<double>(size_of(step.x(0), rank_of(step.x(0)) - 1))));
}

}  // namespace

Values softmax_rule(const Step& step) {
    return {softmax_gradient(step.y(), step.g(), softmax_axis(step.node()))};
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
    const auto scale = scale_of(step);
    const auto p = probabilities(step, scale);
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

}  // namespace vinoscope
