// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/attention.hpp"

#include <cmath>
#include <numeric>
#include <openvino/op/softmax.hpp>

#include "ops/along_axis.hpp"

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
    return std::make_shared<ov::op::v8::Softmax>(scores, -1);
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
