// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/heatmap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "metrics/cases.hpp"

namespace vinoscope {
namespace {

using testing::ElementsAre;
using testing::FloatNear;
using testing::Pointwise;

std::vector<float> resized(const SaliencyMap& map, int height, int width) {
    std::vector<float> values(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
    cv::Mat to(height, width, CV_32F, values.data());
    cv::resize(cv::Mat(map.height, map.width, CV_32F, const_cast<float*>(map.values.data())),
               to,
               to.size(),
               0,
               0,
               cv::INTER_LINEAR);
    return values;
}

TEST(Sample, EnlargesBilinearlyLikeOpenCv) {
    const auto map = test::map_of(3, 5, test::random_values(15, 1));
    const auto canvas = image_canvas(23, 17);
    EXPECT_THAT(sample(map, canvas.frame, canvas), Pointwise(FloatNear(1e-5F), resized(map, 23, 17)));
}

TEST(Sample, KeepsAMapOfTheSameSize) {
    const auto map = test::map_of(4, 6, test::random_values(24, 1));
    const auto canvas = image_canvas(4, 6);
    EXPECT_EQ(sample(map, canvas.frame, canvas), map.values);
}

// A map of the middle of a wide image, as after a crop: what lies beside it has its minimum.
TEST(Sample, PlacesAMapThatCoversAPart) {
    auto map = test::map_of(1, 2, {5, 9});
    map.region = Region{2, 0, 4, 1};
    const auto canvas = image_canvas(1, 6);
    EXPECT_THAT(sample(map, canvas.frame, canvas), ElementsAre(5, 5, 5, 9, 5, 5));
}

// A model that sees a square with the image in its middle, as after a letterbox, and a map of the image alone.
TEST(Sample, LooksAtTheFrameThatTheModelSees) {
    const auto map = test::map_of(2, 2, {1, 2, 3, 4});
    const Canvas input{4, 2, {0, -1, 2, 3}};
    EXPECT_THAT(sample(map, {0, 0, 2, 2}, input), ElementsAre(1, 1, 1, 2, 3, 4, 1, 1));
}

TEST(Ranks, OrderFallingValues) {
    EXPECT_THAT(ranks({3, 9, -1, 4}), ElementsAre(2, 0, 3, 1));
}

}  // namespace
}  // namespace vinoscope
