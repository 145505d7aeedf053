// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/attention.hpp"

#include <openvino/op/log_softmax.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"

namespace vinoscope {
namespace {

// With probabilities p = softmax(x): dx = p (dp - sum(p dp))
Value softmax_gradient(const Value& p, const Value& dp, std::int64_t axis) {
    return p * (dp - sum(p * dp, {axis}));
}

}  // namespace

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

}  // namespace vinoscope
