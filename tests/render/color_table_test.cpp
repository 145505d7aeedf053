// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/color_table.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

void expect_colors_of_opencv(Colormap colormap, cv::ColormapTypes code) {
    for (int value = 0; value < 256; ++value) {
        cv::Mat bgr;
        cv::applyColorMap(cv::Mat(1, 1, CV_8UC1, cv::Scalar(value)), bgr, code);
        const auto expected = bgr.at<cv::Vec3b>(0, 0);
        EXPECT_THAT(color_table(colormap)[static_cast<std::size_t>(value)],
                    ElementsAre(expected[2], expected[1], expected[0]));
    }
}

TEST(ColorTable, HasTheColorsOfOpenCv) {
    expect_colors_of_opencv(Colormap::jet, cv::COLORMAP_JET);
    expect_colors_of_opencv(Colormap::turbo, cv::COLORMAP_TURBO);
    expect_colors_of_opencv(Colormap::viridis, cv::COLORMAP_VIRIDIS);
}

TEST(ColorTable, GrayIsTheValueItself) {
    for (const Colormap colormap : {Colormap::gray, Colormap::none}) {
        for (std::size_t value = 0; value < 256; ++value) {
            EXPECT_THAT(color_table(colormap)[value], ElementsAre(value, value, value));
        }
    }
}

TEST(ColorTable, JetIsBlueWhereLowAndRedWhereHigh) {
    EXPECT_GT(color_table(Colormap::jet)[0][2], color_table(Colormap::jet)[0][0]);
    EXPECT_GT(color_table(Colormap::jet)[255][0], color_table(Colormap::jet)[255][2]);
}

TEST(DivergingTable, IsBlueBelowWhiteAtAndRedAboveZero) {
    for (const Colormap colormap : {Colormap::jet, Colormap::turbo, Colormap::viridis}) {
        const auto& table = diverging_table(colormap);
        EXPECT_THAT(table[0], ElementsAre(0, 0, 255));
        EXPECT_THAT(table[255], ElementsAre(255, 0, 0));
        for (const std::size_t middle : {127U, 128U})
            EXPECT_THAT(table[middle], testing::Each(testing::Ge(254)));
    }
    EXPECT_THAT(diverging_table(Colormap::gray)[40], ElementsAre(40, 40, 40));
}

TEST(ParseColormap, KnowsEveryName) {
    EXPECT_THAT(colormap_names(), ElementsAre("jet", "turbo", "viridis", "gray", "none"));
    EXPECT_EQ(parse_colormap("jet"), Colormap::jet);
    EXPECT_EQ(parse_colormap("turbo"), Colormap::turbo);
    EXPECT_EQ(parse_colormap("viridis"), Colormap::viridis);
    EXPECT_EQ(parse_colormap("gray"), Colormap::gray);
    EXPECT_EQ(parse_colormap("none"), Colormap::none);
}

TEST(ParseColormap, SuggestsNames) {
    EXPECT_THAT(error_of([] { return parse_colormap("turbu"); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("viridis"), HasSubstr("did you mean turbo?"))));
}

}  // namespace
}  // namespace vinoscope
