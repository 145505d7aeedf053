// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/ops.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

// Equal shapes, a channel against a picture, ranks that differ, one number, and the same tensor twice.
template <typename Operation>
std::vector<VjpCase> binary(double low = -1, double high = 1) {
    const std::string name = Operation::get_type_info_static().name;
    const auto apply = [](const Values& x) -> Values { return {std::make_shared<Operation>(x[0], x[1])}; };
    return {
        {name + ", equal shapes", {{2, 3, 4}, {2, 3, 4}}, apply, low, high},
        {name + ", channels", {{2, 3, 2, 4}, {1, 3, 1, 1}}, apply, low, high, false},
        {name + ", both stretched", {{2, 1, 4}, {2, 3, 1}}, apply, low, high},
        {name + ", other rank", {{4}, {3, 2, 4}}, apply, low, high, false},
        {name + ", a number", {{2, 5}, {}}, apply, low, high},
        {name + ", a constant",
         {{2, 3, 4}},
         [](const Values& x) -> Values {
             return {std::make_shared<Operation>(x[0], number(0.73F)),
                     std::make_shared<Operation>(number(0.73F), x[0])};
         },
         low,
         high},
        {name + ", itself",
         {{2, 5}},
         [](const Values& x) -> Values { return {std::make_shared<Operation>(multiply(x[0], x[0]), x[0])}; },
         low,
         high},
    };
}

template <typename Operation>
VjpCase unary(double low = -1, double high = 1) {
    return {Operation::get_type_info_static().name,
            {{2, 3, 8}},
            [](const Values& x) -> Values { return {std::make_shared<Operation>(x[0])}; },
            low,
            high};
}

// Steps that are too fine to be seen: rounding is passed over.
template <typename Operation, typename... Arguments>
VjpCase rounded(const Arguments&... arguments) {
    return {Operation::get_type_info_static().name, {{2, 3, 8}}, [=](const Values& x) -> Values {
                constexpr auto levels = static_cast<float>(1U << 20U);
                const Value whole = std::make_shared<Operation>(multiply(x[0], number(levels)), arguments...);
                return {multiply(whole, number(1 / levels))};
            }};
}

// Quotients between -1.9 and -1.1, where neither operation jumps.
template <typename Operation>
VjpCase remainder() {
    return {Operation::get_type_info_static().name, {{2, 3, 4}}, [](const Values& x) -> Values {
                return {std::make_shared<Operation>(add(multiply(x[0], number(0.2F)), number(-3)),
                                                    add(multiply(x[0], number(0.1F)), number(2)))};
            }};
}

}  // namespace

std::vector<VjpCase> arithmetic_cases() {
    std::vector<VjpCase> cases = {
        unary<ov::op::v0::Negative>(),
        unary<ov::op::v0::Abs>(),
        unary<ov::op::v0::Exp>(),
        unary<ov::op::v0::Log>(0.5, 2),
        unary<ov::op::v0::Sqrt>(0.5, 2),
        unary<ov::op::v0::Erf>(-2, 2),
        unary<ov::op::v0::Sin>(-3, 3),
        unary<ov::op::v0::Cos>(-3, 3),
        unary<ov::op::v0::Tan>(),
        unary<ov::op::v0::Asin>(-0.8, 0.8),
        unary<ov::op::v0::Acos>(-0.8, 0.8),
        unary<ov::op::v0::Atan>(-2, 2),
        unary<ov::op::v0::Sinh>(-2, 2),
        unary<ov::op::v0::Cosh>(-2, 2),
        unary<ov::op::v3::Asinh>(-2, 2),
        unary<ov::op::v3::Acosh>(1.5, 3),
        unary<ov::op::v3::Atanh>(-0.7, 0.7),
        rounded<ov::op::v0::Floor>(),
        rounded<ov::op::v0::Ceiling>(),
        rounded<ov::op::v5::Round>(ov::op::v5::Round::RoundMode::HALF_TO_EVEN),
        remainder<ov::op::v1::Mod>(),
        remainder<ov::op::v1::FloorMod>(),
        {"Power, a constant",
         {{2, 8}},
         [](const Values& x) -> Values {
             return {std::make_shared<ov::op::v1::Power>(x[0], number(2)),
                     std::make_shared<ov::op::v1::Power>(x[0], number(3))};
         }},
    };
    for (const auto& more : {binary<ov::op::v1::Add>(),
                             binary<ov::op::v1::Subtract>(),
                             binary<ov::op::v1::Multiply>(),
                             binary<ov::op::v1::Divide>(0.5, 2),
                             binary<ov::op::v1::Power>(0.5, 2),
                             binary<ov::op::v0::SquaredDifference>(),
                             binary<ov::op::v1::Maximum>(),
                             binary<ov::op::v1::Minimum>()})
        cases.insert(cases.end(), more.begin(), more.end());
    return cases;
}

}  // namespace vinoscope::test
