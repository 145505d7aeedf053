// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/matmul.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"
#include "ops/shared_weights.hpp"

namespace vinoscope {
namespace {

Value product(const Value& g, const Value& weights, const std::function<Value(const Value&, const Value&)>& make) {
    const std::size_t rank = rank_of(weights);
    return product_with_shared_weights(g, weights, rank - 2, rank - 1, make);
}

}  // namespace

// y = a b: da = g b^T, db = a^T g; vectors are a row on the left and a column on the right.
Values matmul_rule(const Step& step) {
    const auto& node = step.as<ov::op::v0::MatMul>();
    const bool row = rank_of(step.x(0)) == 1;
    const bool column = rank_of(step.x(1)) == 1;
    const bool ta = node.get_transpose_a() && !row;
    const bool tb = node.get_transpose_b() && !column;
    const auto a = row ? unsqueeze(step.x(0), {0}) : step.x(0);
    const auto b = column ? unsqueeze(step.x(1), {1}) : step.x(1);
    auto g = column ? unsqueeze(step.g(), {-1}) : step.g();
    if (row)
        g = unsqueeze(g, {-2});
    Values gradients(2);
    if (step.wants(0)) {
        const auto da = product(g, b, [&](const Value& dy, const Value& w) {
            return ta ? matmul(w, dy, tb, true) : matmul(dy, w, false, !tb);
        });
        gradients[0] = reshape_like(sum_to_shape_of(da, a), step.x(0));
    }
    if (step.wants(1)) {
        const auto db = product(g, a, [&](const Value& dy, const Value& w) {
            return tb ? matmul(dy, w, true, ta) : matmul(w, dy, !ta, false);
        });
        gradients[1] = reshape_like(sum_to_shape_of(db, b), step.x(1));
    }
    return gradients;
}

}  // namespace vinoscope
