// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/cell_masks.hpp"

#include <gmock/gmock.h>

#include <opencv2/imgproc.hpp>

namespace vinoscope {
namespace {

TEST(CellMasks, KeepOneCell) {
    const auto masks = cell_masks({2, 2, 2, 3, 0, 0}, CellKernel::one);
    EXPECT_THAT(masks, testing::ElementsAre(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1));
}

// OpenCV's 3x3 Gaussian of a single bright cell, with darkness beyond the border.
TEST(CellMasks, BlurOneCell) {
    constexpr int height = 3;
    constexpr int width = 5;
    const auto masks = cell_masks({height, width, 2, 3, 0, 0}, CellKernel::gaussian);
    ASSERT_EQ(masks.size(), 15U * 15U);
    for (int cell = 0; cell < height * width; ++cell) {
        cv::Mat bright = cv::Mat::zeros(height, width, CV_32F);
        bright.at<float>(cell / width, cell % width) = 1;
        cv::Mat blurred;
        cv::GaussianBlur(bright, blurred, {3, 3}, 0, 0, cv::BORDER_CONSTANT);
        for (int place = 0; place < height * width; ++place)
            EXPECT_FLOAT_EQ(masks[static_cast<std::size_t>(cell * height * width + place)],
                            blurred.at<float>(place / width, place % width))
                << cell << " " << place;
    }
}

}  // namespace
}  // namespace vinoscope
