// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/value_range.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <openvino/op/ops.hpp>
#include <string>
#include <vector>

#include "support/build_model.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;

using test::floats;
using test::number;

struct Case {
    std::string name;
    std::function<Value(const Value&)> build;  // of values in -1..1, [1,8]
};

void PrintTo(const Case& one, std::ostream* out) {
    *out << one.name;
}

template <typename Operation, typename... Arguments>
Value made(const Value& x, const Arguments&... arguments) {
    return std::make_shared<Operation>(x, arguments...);
}

Value quantized(const Value& x) {
    return made<v0::FakeQuantize>(x, number(-0.5F), number(0.5F), number(-0.5F), number(0.5F), std::size_t{16});
}

std::vector<Case> cases() {
    return {
        {"Sum", [](const Value& x) { return tanh(x) + sigmoid(x); }},
        {"Difference", [](const Value& x) { return sigmoid(x) - tanh(x); }},
        {"Product", [](const Value& x) { return tanh(x) * (sigmoid(x) - 2.0); }},
        {"Quotient", [](const Value& x) { return tanh(x) / (sigmoid(x) + 0.5); }},
        {"QuotientByNegative", [](const Value& x) { return tanh(x) / (sigmoid(x) - 3.0); }},
        {"Square", [](const Value& x) { return power(tanh(x), number(2)); }},
        {"InverseSquare", [](const Value& x) { return power(sigmoid(x) + 1.0, number(-2)); }},
        {"Cube", [](const Value& x) { return power(sigmoid(x), number(3)); }},
        {"Negative", [](const Value& x) { return -sigmoid(x); }},
        {"Magnitude", [](const Value& x) { return abs(tanh(x) - 0.25); }},
        {"MagnitudeOfNegative", [](const Value& x) { return abs(sigmoid(x) - 3.0); }},
        {"Root", [](const Value& x) { return sqrt(sigmoid(x)); }},
        {"Logarithm", [](const Value& x) { return log(sigmoid(x)); }},
        {"Exponential", [](const Value& x) { return exp(tanh(x)); }},
        {"Rectifier", [](const Value& x) { return relu(tanh(x) + 0.5); }},
        {"RectifierWithSlope", [](const Value& x) { return made<v0::PRelu>(tanh(x), number(-2)); }},
        {"Limits", [](const Value& x) { return made<v0::Clamp>(x, -0.25, 0.5); }},
        {"Larger", [](const Value& x) { return made<v1::Maximum>(tanh(x), sigmoid(x)); }},
        {"Smaller", [](const Value& x) { return made<v1::Minimum>(sigmoid(x), tanh(x)); }},
        {"ErrorFunction", [](const Value& x) { return erf(x * 5.0); }},
        {"Waves", [](const Value& x) { return sin(x * 9.0) + cos(x * 7.0); }},
        {"HardSigmoid", [](const Value& x) { return made<v0::HardSigmoid>(x, number(2), number(0.5F)); }},
        {"SoftSign", [](const Value& x) { return made<ov::op::v9::SoftSign>(x * 9.0); }},
        {"SoftPlus", [](const Value& x) { return made<ov::op::v4::SoftPlus>(x); }},
        {"LogSoftmax", [](const Value& x) { return made<ov::op::v5::LogSoftmax>(x, std::int64_t{1}); }},
        {"Quantized", [](const Value& x) { return quantized(x); }},
        {"Choice", [](const Value& x) { return where(greater(x, 0), sigmoid(x), tanh(x)); }},
        {"Joined",
         [](const Value& x) {
             return concat({tanh(x), sigmoid(x)}, 1);
         }},
        {"Weighted",
         [](const Value& x) {
             return matmul(sigmoid(x), floats({8, 2}, {1, -1, 2, 0, -3, 0.5F, 1, 1, 0, 0, -1, 2, 1, 0, 4, -2}));
         }},
        {"WeightedByRows",
         [](const Value& x) {
             return matmul(tanh(x), floats({1, 8}, {1, -1, 2, 0, -3, 0.5F, 1, 1}), false, true);
         }},
        {"Mean", [](const Value& x) { return mean(tanh(x), {1}); }},
        {"Reshaped",
         [](const Value& x) {
             return reshaped(sigmoid(x), {2, 4});
         }},
    };
}

class Range : public testing::TestWithParam<Case> {};

// No value leaves its range, which is a range.
TEST_P(Range, ContainsAllValues) {
    const auto image = test::image_parameter({1, 8});
    const auto value = GetParam().build(image);
    const auto range = value_range(value);
    EXPECT_TRUE(std::isfinite(range.low) || std::isfinite(range.high));
    const auto model = test::model_of(value, image);
    for (unsigned seed = 0; seed < 20; ++seed) {
        constexpr float rounding = 1e-6F;
        for (const float found : test::values_of(test::run(model, {test::random_tensor({1, 8}, seed)}).front())) {
            EXPECT_GE(found, range.low - rounding);
            EXPECT_LE(found, range.high + rounding);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Operations, Range, testing::ValuesIn(cases()), [](const auto& test) {
    return test.param.name;
});

TEST(ValueRange, EndsAtWhatIsNotKnown) {
    const auto image = test::image_parameter({1, 8});
    const auto range = value_range(matmul(image, test::random_floats({8, 3}, 1)) * 2.0);
    EXPECT_TRUE(std::isinf(range.low) && std::isinf(range.high));
}

TEST(ValueRange, OfManyOperationsIsFoundInLinearTime) {
    const auto image = test::image_parameter({1, 8});
    Value value = sigmoid(image);
    for (int i = 0; i < 5000; ++i)
        value = (value + value) / 2.0;
    EXPECT_TRUE(std::isinf(value_range(value).high));  // too many to follow
    value = sigmoid(image);
    for (int i = 0; i < 25; ++i)
        value = (value + value) / 2.0;
    EXPECT_EQ(value_range(value).high, 1);
}

}  // namespace
}  // namespace vinoscope
