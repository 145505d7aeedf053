// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/image.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

TEST(Image, KnowsItsSize) {
    Image image(5, 3);
    EXPECT_EQ(image.width(), 5);
    EXPECT_EQ(image.height(), 3);
    EXPECT_EQ(image.size(), 45U);
    EXPECT_EQ(image.row(2), image.data() + 30);
    EXPECT_FALSE(image.empty());
    EXPECT_TRUE(Image().empty());
    EXPECT_TRUE(Image(0, 0).empty());
}

TEST(Image, RejectsImpossibleSizes) {
    for (const auto& [width, height] : {std::pair(-1, 1), std::pair(1, -1), std::pair(0, 1), std::pair(1, 0)}) {
        EXPECT_THAT(test::error_of([&] { Image(width, height); }), test::IsError(ErrorKind::bad_image, testing::_));
    }
}

TEST(Image, CopiesAreIndependent) {
    Image image(2, 1);
    std::fill_n(image.data(), image.size(), 7);
    Image copy(4, 4);
    copy = image;
    image.data()[0] = 9;
    EXPECT_EQ(copy.width(), 2);
    EXPECT_EQ(std::count(copy.data(), copy.data() + copy.size(), 7), 6);
}

TEST(Image, MovingTakesThePixelsAndLeavesAnEmptyImage) {
    Image image(2, 1);
    const std::uint8_t* pixels = image.data();
    Image moved(std::move(image));
    EXPECT_EQ(moved.data(), pixels);
    EXPECT_TRUE(image.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
    EXPECT_EQ(image.size(), 0U);
    image = std::move(moved);
    EXPECT_EQ(image.data(), pixels);
}

}  // namespace
}  // namespace vinoscope
