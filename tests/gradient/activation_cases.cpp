// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <openvino/op/ops.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using ov::op::GeluApproximationMode;

// Over -range..range, with the values after the picture.
template <typename Operation, typename... Arguments>
VjpCase activation(double range, const Arguments&... arguments) {
    return {Operation::get_type_info_static().name,
            {{2, 3, 2, 8}},
            [=](const Values& x) -> Values { return {std::make_shared<Operation>(x[0], arguments...)}; },
            -range,
            range};
}

template <typename Operation, typename Axis>
VjpCase softmax(const ov::Shape& shape, Axis axis) {
    return {fmt::format("{} along {} of {}", Operation::get_type_info_static().name, axis, shape.size()),
            {shape},
            [=](const Values& x) -> Values { return {std::make_shared<Operation>(x[0], axis)}; }};
}

}  // namespace

std::vector<VjpCase> activation_cases() {
    namespace v0 = ov::op::v0;
    namespace v4 = ov::op::v4;
    return {
        activation<v0::Relu>(1),
        activation<v0::PRelu>(1, number(0.25F)),
        activation<v0::PRelu>(1, floats({1}, {0.25F})),
        activation<v0::PRelu>(1, floats({3}, {0.25F, -0.5F, 2})),
        activation<v0::PRelu>(1, floats({3, 1, 1}, {0.25F, -0.5F, 2})),
        activation<v0::Clamp>(2, -0.5, 1.0),
        activation<v0::Elu>(2, 0.7),
        activation<v0::Selu>(2, number(1.67F), number(1.05F)),
        activation<v0::HardSigmoid>(4, number(0.2F), number(0.5F)),
        activation<ov::op::v9::SoftSign>(3),
        activation<v0::Sigmoid>(4),
        activation<v0::Tanh>(2),
        activation<v4::Swish>(3),
        activation<v4::Swish>(3, number(1.7F)),
        activation<v4::Mish>(3),
        activation<v0::Gelu>(3),
        activation<ov::op::v7::Gelu>(3, GeluApproximationMode::ERF),
        activation<ov::op::v7::Gelu>(3, GeluApproximationMode::TANH),
        activation<v4::HSwish>(5),
        activation<ov::op::v5::HSigmoid>(5),
        activation<v4::SoftPlus>(3),
        softmax<ov::op::v1::Softmax>({2, 5}, std::size_t{1}),
        softmax<ov::op::v1::Softmax>({2, 5, 3, 2}, std::size_t{1}),
        softmax<ov::op::v8::Softmax>({2, 5, 3}, std::int64_t{-1}),
        softmax<ov::op::v8::Softmax>({2, 5, 3}, std::int64_t{1}),
        softmax<ov::op::v5::LogSoftmax>({2, 5, 3}, std::int64_t{-1}),
        softmax<ov::op::v5::LogSoftmax>({2, 5, 3}, std::int64_t{1}),
        {"FakeQuantize with steps that are too fine to be seen",
         {{2, 3, 4}},
         [](const Values& x) -> Values {
             const auto low = floats({3, 1}, {-0.7F, -2, -0.3F});
             return {std::make_shared<v0::FakeQuantize>(x[0], low, number(0.6F), number(-1), number(2), 1U << 24U)};
         }},
        {"Select",
         {{2, 3, 4}, {2, 1, 4}},
         [](const Values& x) -> Values {
             const auto mask = ov::op::v0::Constant::create(ov::element::boolean, {3, 1}, {1, 0, 1});
             return {std::make_shared<ov::op::v1::Select>(mask, x[0], x[1])};
         }},
    };
}

}  // namespace vinoscope::test
