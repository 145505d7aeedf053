// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/constant.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using Attention = ov::op::v13::ScaledDotProductAttention;

// Queries, keys and values, and what comes behind.
VjpCase attention(const std::string& name, bool causal, const Values& behind, std::vector<ov::Shape> shapes = {}) {
    if (shapes.empty())
        shapes = {{2, 2, 3, 4}, {2, 2, 5, 4}, {2, 2, 5, 3}};
    return {"ScaledDotProductAttention, " + name, shapes, [=](const Values& x) -> Values {
                auto inputs = x;
                inputs.insert(inputs.end(), behind.begin(), behind.end());
                return {std::make_shared<Attention>(inputs, causal)};
            }};
}

}  // namespace

std::vector<VjpCase> attention_cases() {
    const auto seen =
        ov::op::v0::Constant::create(ov::element::boolean, {3, 5}, {1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1});
    return {
        attention("plain", false, {}),
        attention("causal", true, {}),
        attention("three axes", false, {}, {{2, 3, 4}, {2, 5, 4}, {2, 5, 4}}),
        attention("a mask of numbers", false, {random_floats({1, 2, 3, 5}, 7)}),
        attention("a mask of yes and no", false, {seen}),
        attention("scaled", false, {random_floats({3, 5}, 7), number(0.3F)}),
        attention(
            "a mask that depends on the picture", false, {}, {{2, 2, 3, 4}, {2, 2, 5, 4}, {2, 2, 5, 3}, {2, 1, 3, 5}}),
    };
}

}  // namespace vinoscope::test
