// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

#include "support/error_matchers.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {
namespace {

// The first row of the first channel.
std::vector<int> first_row(const Image& image) {
    std::vector<int> values;
    for (int x = 0; x < image.width(); ++x)
        values.push_back(image.row(0)[std::size_t{3} * x]);
    return values;
}

TEST(ResizeImage, InterpolatesBetweenTheCentresOfPixels) {
    Image image(2, 1);
    std::fill_n(image.data(), 3, std::uint8_t{0});
    std::fill_n(image.data() + 3, 3, std::uint8_t{100});
    EXPECT_THAT(first_row(resize_image(image, 4, 3)), testing::ElementsAre(0, 25, 75, 100));
    EXPECT_EQ(resize_image(image, 4, 3).height(), 3);
    EXPECT_THAT(first_row(resize_image(image, 1, 1)), testing::ElementsAre(50));
    EXPECT_THAT(first_row(resize_image(image, 2, 1)), testing::ElementsAre(0, 100));
}

TEST(ResizeImage, SaysWhatIsWrong) {
    EXPECT_THAT(test::error_of([] { return resize_image(Image(2, 1), 0, 3); }),
                test::IsError(ErrorKind::usage, testing::HasSubstr("0 x 3")));
    EXPECT_THAT(test::error_of([] { return resize_image(Image(), 2, 3); }),
                test::IsError(ErrorKind::bad_image, testing::_));
}

}  // namespace
}  // namespace vinoscope
