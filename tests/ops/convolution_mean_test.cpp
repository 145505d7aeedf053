// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/convolution_mean.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <openvino/op/convolution.hpp>

#include "support/build_model.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using testing::FloatNear;
using testing::Pointwise;

struct Case {
    std::string name;
    ov::Strides strides = {1, 1};
    ov::CoordinateDiff begin = {0, 0};
    ov::CoordinateDiff end = {0, 0};
    ov::Strides dilations = {1, 1};
    ov::Shape kernel = {3, 3};
    bool transposed = false;
};

test::Value map_of(const Case& one, const test::Value& features) {
    constexpr std::size_t in = 4;
    constexpr std::size_t out = 3;
    const auto weights =
        test::random_floats({one.transposed ? in : out, one.transposed ? out : in, one.kernel[0], one.kernel[1]}, 5);
    if (one.transposed)
        return std::make_shared<ov::op::v1::ConvolutionBackpropData>(
            features, weights, one.strides, one.begin, one.end, one.dilations);
    return std::make_shared<ov::op::v1::Convolution>(features, weights, one.strides, one.begin, one.end, one.dilations);
}

class ConvolutionMeanOf : public testing::TestWithParam<Case> {};

TEST_P(ConvolutionMeanOf, IsTheMeanOfTheMap) {
    const auto image = test::image_parameter({2, 4, 6, 9});
    const auto map = test::add(map_of(GetParam(), image), test::random_floats({1, 3, 1, 1}, 7));
    const auto mean = convolution_mean(map);
    ASSERT_TRUE(mean);
    const auto plain = test::mean_over(map, {2, 3});
    const auto model = test::model_of(plain, image);
    const auto input = test::random_tensor({2, 4, 6, 9}, 11);
    EXPECT_THAT(test::run(*mean, *model, input), Pointwise(FloatNear(1e-5F), test::run(plain, *model, input)));
}

INSTANTIATE_TEST_SUITE_P(Kernels,
                         ConvolutionMeanOf,
                         testing::Values(Case{.name = "Valid"},
                                         Case{.name = "Same", .begin = {1, 1}, .end = {1, 1}},
                                         Case{.name = "Uneven", .begin = {0, 2}, .end = {1, 0}, .kernel = {2, 4}},
                                         Case{.name = "Strided", .strides = {2, 3}, .begin = {1, 1}, .end = {0, 1}},
                                         Case{.name = "Dilated", .begin = {2, 3}, .end = {2, 3}, .dilations = {2, 3}},
                                         Case{.name = "TwiceAsLarge",
                                              .strides = {2, 2},
                                              .begin = {1, 1},
                                              .end = {1, 1},
                                              .kernel = {4, 4},
                                              .transposed = true},
                                         Case{.name = "TransposedUneven",
                                              .strides = {3, 1},
                                              .begin = {0, 1},
                                              .end = {2, 0},
                                              .dilations = {1, 2},
                                              .transposed = true}),
                         [](const auto& one) { return one.param.name; });

TEST(ConvolutionMean, LeavesOtherMapsAlone) {
    const auto image = test::image_parameter({1, 4, 6, 9});
    EXPECT_FALSE(convolution_mean(test::convolution(image, test::random_floats({3, 4, 1, 1}, 5))));
    EXPECT_FALSE(convolution_mean(test::relu(test::convolution(image, test::random_floats({3, 4, 3, 3}, 5)))));
    EXPECT_FALSE(convolution_mean(
        test::add(test::convolution(image, test::random_floats({3, 4, 3, 3}, 5)), test::random_floats({3, 4, 7}, 6))));
}

}  // namespace
}  // namespace vinoscope
