// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// The gradient of w x through x that is quantized: w, as if nothing were rounded.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <openvino/op/ops.hpp>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "vinoscope/gradient.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;
using test::number;
using test::Value;
using testing::HasSubstr;

constexpr std::int64_t size = 48;  // of [1,3,4,4]

Value rounded(const Value& x) {
    return std::make_shared<ov::op::v5::Round>(x, ov::op::v5::Round::RoundMode::HALF_TO_EVEN);
}

Value floored(const Value& x) {
    return std::make_shared<v0::Floor>(x);
}

Value converted(const Value& x, const ov::element::Type& type) {
    return std::make_shared<v0::Convert>(x, type);
}

Value divided(const Value& x, const Value& y) {
    return std::make_shared<v1::Divide>(x, y);
}

Value subtracted(const Value& x, const Value& y) {
    return std::make_shared<v1::Subtract>(x, y);
}

Value extremum(const Value& x, bool largest) {
    const auto axes = test::integers({0, 1, 2, 3});
    return largest ? std::make_shared<v1::ReduceMax>(x, axes, true)->output(0)
                   : std::make_shared<v1::ReduceMin>(x, axes, true)->output(0);
}

Value weights() {
    return test::random_floats({size, 2}, 3);
}

Value scores(const Value& x) {
    return std::make_shared<v0::MatMul>(test::reshaped(x, {1, size}), weights());
}

struct Pattern {
    std::string name;
    std::function<Value(const Value&)> build;  // the scores
};

void PrintTo(const Pattern& pattern, std::ostream* out) {
    *out << pattern.name;
}

// As OpenVINO reads DynamicQuantizeLinear and DequantizeLinear of ONNX.
Value dynamically(const Value& x) {
    const Value high = std::make_shared<v1::Maximum>(extremum(x, true), number(0));
    const Value low = std::make_shared<v1::Minimum>(extremum(x, false), number(0));
    const auto range = subtracted(high, low);
    const auto scale = divided(range, number(255));
    const Value zero = std::make_shared<v0::Clamp>(rounded(divided(subtracted(number(0), low), scale)), 0, 255);
    const auto zero_point = converted(converted(zero, ov::element::u8), ov::element::f32);
    const auto levels = test::add(rounded(divided(test::multiply(x, number(255)), range)), zero_point);
    const auto bytes = converted(std::make_shared<v0::Clamp>(levels, 0, 255), ov::element::u8);
    return scores(test::multiply(subtracted(converted(bytes, ov::element::f32), zero_point), scale));
}

Value by_largest_magnitude(const Value& x) {
    const auto scale = divided(extremum(std::make_shared<v0::Abs>(x), true), number(127));
    return scores(test::multiply(rounded(divided(x, scale)), scale));
}

const std::vector<Pattern> patterns = {
    {"DynamicQuantizeLinear", dynamically},
    {"LargestMagnitude", by_largest_magnitude},
    {"FloorOfAHalfMore",
     [](const Value& x) {
         const auto levels = floored(test::add(test::multiply(x, number(64)), number(0.5F)));
         return scores(divided(levels, number(64)));
     }},
    {"CeilingBehindAReshape",
     [](const Value& x) {
         const Value levels = std::make_shared<v0::Ceiling>(test::reshaped(test::multiply(x, number(64)), {-1}));
         return scores(test::multiply(test::reshaped(levels, {1, 3, 4, 4}), number(1.0F / 64)));
     }},
    {"ConvertToBytesAndBack",
     [](const Value& x) {
         const auto bytes = converted(rounded(divided(x, number(0.01F))), ov::element::i8);
         return scores(test::multiply(converted(bytes, ov::element::f32), number(0.01F)));
     }},
    {"ConvertAlone",
     [](const Value& x) {
         const auto levels = converted(divided(x, number(0.01F)), ov::element::i32);
         return scores(test::multiply(converted(levels, ov::element::f32), number(0.01F)));
     }},
    {"ScaledBehindTheProduct",
     [](const Value& x) { return test::multiply(scores(rounded(divided(x, number(0.01F)))), number(0.01F)); }},
    {"StraightThroughEstimator",
     [](const Value& x) {
         const auto quantized = test::multiply(rounded(divided(x, number(0.01F))), number(0.01F));
         return scores(test::add(x, subtracted(quantized, x)));
     }},
    {"RemainderOfFloor", [](const Value& x) { return scores(subtracted(x, floored(x))); }},
    {"RangeReduction",
     [](const Value& x) {
         const auto turns = rounded(divided(x, number(0.3F)));
         return scores(subtracted(x, test::multiply(turns, number(0.3F))));
     }},
};

std::shared_ptr<ov::Model> model_of(const std::function<Value(const Value&)>& build) {
    const auto image = test::image_parameter({1, 3, 4, 4});
    return test::model_of(build(image), image);
}

class Quantized : public testing::TestWithParam<Pattern> {};

TEST_P(Quantized, PassesGradientsStraightThrough) {
    const auto model = gradient(model_of(GetParam().build), {.target = 1});
    const auto found = test::values_of(test::run(model, {test::random_tensor({1, 3, 4, 4}, 8)}).back());
    const auto all = test::random_values(2 * size, 3);
    std::vector<float> expected;
    for (std::size_t i = 1; i < all.size(); i += 2)
        expected.push_back(all[i]);
    EXPECT_LT(test::relative_error(found, expected), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Patterns, Quantized, testing::ValuesIn(patterns), [](const auto& test) {
    return test.param.name;
});

TEST(Rounding, ThatIsNoQuantizationIsAnErrorWhateverLeadsAroundIt) {
    const auto error = test::error_of([] {
        return gradient(model_of([](const Value& x) {
                            const auto steps = test::named(rounded(x), "steps");
                            return scores(test::add(steps, test::multiply(x, extremum(x, true))));
                        }),
                        {.target = 1});
    });
    EXPECT_THAT(error, test::IsError(ErrorKind::unsupported, HasSubstr("Round-opset5 \"steps\"")));
}

// Gradients do not travel by an index.
TEST(Rounding, OfAnIndexIsNoMatter) {
    const auto model = gradient(
        model_of([](const Value& x) {
            const auto largest = test::reshaped(extremum(x, true), {});
            const auto index = converted(floored(largest), ov::element::i64);
            const Value picked =
                std::make_shared<ov::op::v8::Gather>(test::reshaped(x, {3, 16}), index, test::integer(0));
            return std::make_shared<v0::MatMul>(test::reshaped(picked, {1, 16}), test::random_floats({16, 2}, 3));
        }),
        {.target = 0});
    const auto found = test::values_of(test::run(model, {test::random_tensor({1, 3, 4, 4}, 8)}).back());
    EXPECT_EQ(std::count(found.begin(), found.end(), 0.0F), 32);
}

}  // namespace
}  // namespace vinoscope
