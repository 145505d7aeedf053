// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/macs.hpp"

#include <gtest/gtest.h>

#include "support/build_model.hpp"

namespace vinoscope {
namespace {

std::int64_t work_between(const test::Value& from,
                          const test::Value& to,
                          const std::shared_ptr<ov::op::v0::Parameter>& image) {
    const auto model = test::model_of(to, image);
    return estimated_macs(head_between(*model, from, to), AxisTrace(*model, find_image_input(*model)));
}

TEST(Work, IsThatOfTheKernelForEachResultOfAConvolution) {
    const auto image = test::image_parameter({1, 3, 8, 8});
    const auto features = test::convolution(image, test::random_floats({5, 3, 3, 3}, 1), 2, 1);
    EXPECT_EQ(work_between(image, features, image), 5 * 4 * 4 * 3 * 9);
    EXPECT_EQ(work_between(features, test::relu(features), image), 5 * 4 * 4);
}

TEST(Work, IsThatOfTheRowForEachResultOfAProduct) {
    const auto image = test::image_parameter({1, 3, 8, 8});
    const auto pooled = test::mean_over(image, {2, 3});
    const auto scores = test::fully_connected(pooled, 3, 10, 2);
    EXPECT_EQ(work_between(pooled, scores, image), 10 * 3 + 10);  // and the bias
}

}  // namespace
}  // namespace vinoscope
