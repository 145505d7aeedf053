// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/output_kind.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <openvino/op/clamp.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/log_softmax.hpp>
#include <openvino/op/split.hpp>
#include <string>

#include "support/build_model.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;

using test::floats;
using test::number;

// p is a share: what is computed of it here returns p again, or another share.
TEST(FinalActivation, SharesStayShares) {
    using Function = std::function<Value(const Value&)>;
    const Value eye = floats({4, 4}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
    const auto quantized = [](const Value& p) {
        const auto levels = std::make_shared<v0::FakeQuantize>(p, number(0), number(1), number(0), number(255), 256);
        const auto bytes = convert(convert(levels, ov::element::u8), ov::element::f32);
        return (bytes - 0.0) * (1.0 / 255);
    };
    const auto halves = [](const Value& p) {
        const auto parts = std::make_shared<ov::op::v1::Split>(p, integer(1), 2);
        return concat({parts->output(0), parts->output(1)}, 1);
    };
    const std::map<std::string, Function> shares = {
        {"exp(log(p))", [](const Value& p) { return exp(log(p)); }},
        {"1 - (1 - p)", [](const Value& p) { return 1.0 - (1.0 - p); }},
        {"-(-p)", [](const Value& p) { return -(-p); }},
        {"1 / (1 / p)", [](const Value& p) { return 1.0 / (1.0 / p); }},
        {"sqrt(p p)", [](const Value& p) { return sqrt(p * p); }},
        {"sqrt(p)^2", [](const Value& p) { return power(sqrt(p), number(2)); }},
        {"(2 p) / 2", [](const Value& p) { return (p * 2.0) / 2.0; }},
        {"(p + 1) - 1", [](const Value& p) { return (p + 1.0) - 1.0; }},
        {"p / 2 + p / 2", [](const Value& p) { return p / 2.0 + p / 2.0; }},
        {"p E", [&](const Value& p) { return matmul(p, eye); }},
        {"quantized", quantized},
        {"halves", halves},
    };
    const auto input = test::image_parameter({1, 4});
    for (const auto& [name, function] : shares) {
        EXPECT_EQ(final_activation(function(softmax(input, 1))), "softmax") << name;
        EXPECT_EQ(final_activation(function(sigmoid(input))), "sigmoid") << name;
        EXPECT_EQ(final_activation(function(1.0 / (exp(-Value(input)) + 1.0))), "sigmoid") << name;
        EXPECT_EQ(final_activation(function((tanh(input) + 1.0) / 2.0)), "sigmoid") << name;
        EXPECT_EQ(final_activation(function(input)), name == "quantized" ? limited_activation : "none") << name;
    }
    EXPECT_EQ(final_activation(exp(std::make_shared<ov::op::v5::LogSoftmax>(input, 1))), "softmax");
    EXPECT_EQ(final_activation((sigmoid(input) + softmax(input, 1)) / 2.0), "sigmoid");
    EXPECT_EQ(final_activation(std::make_shared<v0::Clamp>(input, 0, 1)->output(0)), limited_activation);
}

TEST(FinalActivation, ConstantsHaveNone) {
    EXPECT_EQ(final_activation(floats({1, 2}, {0.25F, 0.75F})), "none");
}

TEST(FinalActivation, WhatMayLeaveTheSharesIsNone) {
    const auto input = test::image_parameter({1, 4});
    const auto p = sigmoid(input);
    for (const auto& value :
         {p * 100.0, p - 0.5, 1.0 / p, log(p), p + p, tanh(input), power(p, Value(input)), p / sigmoid(p)})
        EXPECT_EQ(final_activation(value), "none") << value;
}

}  // namespace
}  // namespace vinoscope
