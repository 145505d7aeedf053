// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/image_view.hpp"

#include <gmock/gmock.h>

#include <opencv2/core.hpp>
#include <vector>

#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<int> pixels_of(const Image& image) {
    return {image.data(), image.data() + image.size()};
}

TEST(ImageView, ReadsAPartOfAFrameOfOpenCv) {
    cv::Mat frame(3, 4, CV_8UC3);
    for (int y = 0; y < frame.rows; ++y) {
        for (int x = 0; x < frame.cols; ++x) {
            frame.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<std::uint8_t>(y), static_cast<std::uint8_t>(x), 9);
        }
    }
    const cv::Mat part = frame(cv::Rect(1, 1, 2, 2));  // whose rows are not contiguous
    const auto image = to_image({part.data, part.rows, part.cols, part.step, PixelFormat::bgr});
    EXPECT_EQ(image.height(), 2);
    EXPECT_EQ(image.width(), 2);
    EXPECT_THAT(pixels_of(image), ElementsAre(9, 1, 1, 9, 2, 1, 9, 1, 2, 9, 2, 2));
}

TEST(ImageView, KeepsHeightAndWidthApart) {
    const std::vector<std::uint8_t> pixels = {1, 2, 3, 4, 5, 6};
    const auto row = to_image({.data = pixels.data(), .height = 1, .width = 2});
    EXPECT_EQ(row.height(), 1);
    EXPECT_EQ(row.width(), 2);
    EXPECT_THAT(pixels_of(row), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(ImageView, RepeatsGreyValues) {
    const std::vector<std::uint8_t> pixels = {7, 8, 0, 9, 10, 0};
    const ImageView view{.data = pixels.data(), .height = 2, .width = 2, .stride = 3, .format = PixelFormat::gray};
    EXPECT_THAT(pixels_of(to_image(view)), ElementsAre(7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 10));
}

TEST(ImageView, RefusesWhatItCannotRead) {
    const std::vector<std::uint8_t> pixels(12);
    EXPECT_THAT(error_of([] { return to_image({}); }), IsError(ErrorKind::bad_image, HasSubstr("at least 1x1")));
    EXPECT_THAT(error_of([] { return to_image({.height = 2, .width = 2}); }),
                IsError(ErrorKind::bad_image, HasSubstr("null pointer")));
    EXPECT_THAT(error_of([&] { return to_image({.data = pixels.data(), .height = -1, .width = 2}); }),
                IsError(ErrorKind::bad_image, HasSubstr("found -1x2")));
    EXPECT_THAT(error_of([&] { return to_image({.data = pixels.data(), .height = 2, .width = 2, .stride = 5}); }),
                IsError(ErrorKind::bad_image, AllOf(HasSubstr("at least 6 bytes"), HasSubstr("found 5"))));
}

}  // namespace
}  // namespace vinoscope
