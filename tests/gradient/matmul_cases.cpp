// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <openvino/op/einsum.hpp>
#include <openvino/op/matmul.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

VjpCase product(const ov::Shape& a, const ov::Shape& b, bool ta, bool tb, bool open_batch = false) {
    return {fmt::format("MatMul {} {}, transposed {} {}", a, b, ta, tb),
            {a, b},
            [=](const Values& x) -> Values { return {std::make_shared<ov::op::v0::MatMul>(x[0], x[1], ta, tb)}; },
            -1,
            1,
            open_batch};
}

VjpCase contraction(const std::string& equation, const std::vector<ov::Shape>& shapes) {
    return {"Einsum " + equation,
            shapes,
            [=](const Values& x) -> Values { return {std::make_shared<ov::op::v7::Einsum>(x, equation)}; },
            -1,
            1,
            false};
}

}  // namespace

std::vector<VjpCase> matmul_cases() {
    return {
        product({2, 3}, {3, 4}, false, false),
        product({3, 2}, {3, 4}, true, false),
        product({2, 3}, {4, 3}, false, true),
        product({3, 2}, {4, 3}, true, true),
        product({2, 3, 4}, {4, 5}, false, false),  // weights
        product({2, 3, 4}, {5, 4}, false, true),
        product({2, 4, 3}, {5, 4}, true, true),
        product({4, 5}, {2, 5, 3}, false, false),
        product({2, 2, 3, 4}, {2, 2, 4, 5}, false, false, true),  // attention
        product({2, 2, 3, 4}, {2, 2, 5, 4}, false, true, true),
        product({2, 1, 3, 4}, {1, 3, 4, 2}, false, false),  // both batches broadcast
        product({2, 1, 4, 3}, {3, 2, 4}, true, true),
        product({4}, {4}, false, false),
        product({4}, {4, 3}, false, false),
        product({2, 4}, {4}, false, false),
        product({4}, {2, 4, 3}, false, false),
        product({2, 3, 4}, {4}, false, false),
        product({2, 4, 3}, {4}, true, false),
        contraction("bhwc,hkc->bhwk", {{2, 3, 4, 5}, {3, 6, 5}}),
        contraction("bij,bjk->ikb", {{2, 3, 4}, {2, 4, 5}}),
        {"Einsum with square weights, read both ways by the gradient",
         {{2, 3, 16}},
         [](const Values& x) -> Values {
             return {std::make_shared<ov::op::v7::Einsum>(ov::OutputVector{x[0], random_floats({16, 16}, 1)},
                                                          "bic,kc->bik")};
         }},
        {"MatMul with square weights",
         {{2, 3, 16}},
         [](const Values& x) -> Values {
             const auto weights = random_floats({16, 16}, 1);
             return {std::make_shared<ov::op::v0::MatMul>(x[0], weights, false, true),
                     std::make_shared<ov::op::v0::MatMul>(weights, x[0], false, true)};
         }},
        {"MatMul with weights in FP16",
         {{2, 3, 4}},
         [](const Values& x) -> Values {
             return {
                 std::make_shared<ov::op::v0::MatMul>(x[0], random_floats({5, 4}, 1, ov::element::f16), false, true)};
         }},
    };
}

}  // namespace vinoscope::test
