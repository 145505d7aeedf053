// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Where a function has a kink or a jump, the gradient is a convention; finite differences cannot tell.
#include <gtest/gtest.h>

#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/max_pool.hpp>
#include <openvino/op/maximum.hpp>
#include <openvino/op/minimum.hpp>
#include <openvino/op/reduce_max.hpp>

#include "support/check_vjp.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using Floats = std::vector<float>;

// The gradient of the first output, times its random weights, at these inputs.
struct Answer {
    Floats weights;
    std::vector<Floats> gradients;
};

Answer gradient_at(const std::vector<ov::Tensor>& inputs, const std::function<Values(const Values&)>& build) {
    std::vector<ov::Shape> shapes;
    for (const auto& input : inputs)
        shapes.push_back(input.get_shape());
    const auto vjp = test::vjp_model({"", shapes, build}, false);
    const auto outputs = test::run(vjp.model, inputs);
    Answer answer{vjp.weights[0], {}};
    for (std::size_t i = 1; i < outputs.size(); ++i)
        answer.gradients.push_back(test::values_of(outputs[i]));
    return answer;
}

ov::Tensor flat(const ov::Shape& shape) {
    return test::tensor_of(shape, Floats(ov::shape_size(shape), 0.5F));
}

TEST(Ties, TheFirstOfEqualNumbersInAWindowGetsTheGradient) {
    const auto answer = gradient_at({flat({1, 1, 4, 4})}, [](const Values& x) -> Values {
        return {std::make_shared<ov::op::v8::MaxPool>(
                    x[0], ov::Strides{2, 2}, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{2, 2})
                    ->output(0)};
    });
    const auto& w = answer.weights;
    EXPECT_EQ(answer.gradients[0], (Floats{w[0], 0, w[1], 0, 0, 0, 0, 0, w[2], 0, w[3], 0, 0, 0, 0, 0}));
}

// As PyTorch: in row-major order (0,1) comes before (1,0).
TEST(Ties, TheFirstIsTheFirstInRowMajorOrder) {
    const auto input = test::tensor_of({1, 1, 2, 2}, {0, 1, 1, 0});
    const auto answer = gradient_at({input}, [](const Values& x) -> Values {
        return {std::make_shared<ov::op::v1::MaxPool>(
            x[0], ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{2, 2})};
    });
    EXPECT_EQ(answer.gradients[0], (Floats{0, answer.weights[0], 0, 0}));
}

TEST(Ties, TheFirstOfTwoEqualOperandsGetsTheGradient) {
    const auto answer = gradient_at({flat({2}), flat({2})}, [](const Values& x) -> Values {
        return {std::make_shared<ov::op::v1::Maximum>(x[0], x[1])};
    });
    EXPECT_EQ(answer.gradients[0], answer.weights);
    EXPECT_EQ(answer.gradients[1], (Floats{0, 0}));
}

TEST(Ties, ALimitThatIsJustReachedStopsTheGradient) {
    const auto input = test::tensor_of({1, 4}, {-1, 0, 6, 5});
    const auto answer = gradient_at({input}, [](const Values& x) -> Values {
        const auto positive = std::make_shared<ov::op::v1::Maximum>(x[0], test::number(0));
        return {std::make_shared<ov::op::v1::Minimum>(test::number(6), positive)};
    });
    EXPECT_EQ(answer.gradients[0], (Floats{0, 0, 0, answer.weights[3]}));
}

TEST(Ties, EqualNumbersShareTheGradientOfAReduction) {
    const auto input = test::tensor_of({1, 4}, {3, 1, 3, 2});
    const auto answer = gradient_at({input}, [](const Values& x) -> Values {
        return {std::make_shared<ov::op::v1::ReduceMax>(x[0], test::integers({1}), false)};
    });
    EXPECT_EQ(answer.gradients[0], (Floats{answer.weights[0] / 2, 0, answer.weights[0] / 2, 0}));
}

TEST(Quantization, IsPassedStraightInsideOfItsRangeOnly) {
    const auto input = test::tensor_of({1, 5}, {-1.5F, -0.9F, 0.1F, 0.8F, 1.2F});
    const auto answer = gradient_at({input}, [](const Values& x) -> Values {
        return {std::make_shared<ov::op::v0::FakeQuantize>(
            x[0], test::number(-1), test::number(1), test::number(-2), test::number(2), 4)};
    });
    const auto& w = answer.weights;
    EXPECT_EQ(answer.gradients[0], (Floats{0, 2 * w[1], 2 * w[2], 2 * w[3], 0}));
}

}  // namespace
}  // namespace vinoscope
