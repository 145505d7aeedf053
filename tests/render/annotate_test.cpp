// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "support/pictures.hpp"
#include "vinoscope/render.hpp"

namespace vinoscope {
namespace {

SaliencyMap map_of(const std::string& label) {
    SaliencyMap map;
    map.target = 3;
    map.label = label;
    map.score = 0.5F;
    map.height = 2;
    map.width = 2;
    map.values = {0, 1, 2, 3};
    return map;
}

Image gray_picture(int width, int height) {
    Image image(width, height);
    std::fill_n(image.data(), image.size(), std::uint8_t{128});
    return image;
}

// How the picture changes through the prediction: nothing outside of the returned rectangle.
cv::Rect changed_part(const SaliencyMap& map, const Image& image, cv::Mat& annotated) {
    RenderOptions options;
    const auto plain = test::to_bgr(render(map, image, options));
    options.overlay_prediction = true;
    annotated = test::to_bgr(render(map, image, options));
    cv::Mat difference;
    cv::absdiff(plain, annotated, difference);
    cv::cvtColor(difference, difference, cv::COLOR_BGR2GRAY);
    return cv::boundingRect(difference > 0);
}

TEST(OverlayPrediction, IsLegibleAtAnySize) {
    for (const auto& [width, height] : {std::pair{96, 96}, {300, 451}, {2000, 900}, {60, 400}}) {
        cv::Mat annotated;
        const auto part = changed_part(map_of("Egyptian Mau"), gray_picture(width, height), annotated);
        EXPECT_GT(part.width, width / 5) << width << "x" << height;
        EXPECT_LT(part.x + part.width, width) << "the text is not cut off at " << width << "x" << height;
        EXPECT_LT(part.height, height / 4) << width << "x" << height;
        double darkest = 0;
        double brightest = 0;
        cv::Mat gray;
        cv::cvtColor(annotated(part), gray, cv::COLOR_BGR2GRAY);
        cv::minMaxLoc(gray, &darkest, &brightest);
        EXPECT_LT(darkest, 40) << "an outline";
        EXPECT_GT(brightest, 180) << "around bright letters";
    }
}

TEST(OverlayPrediction, CutsALongLabelBeforeItsLettersGetTooSmall) {
    for (const cv::Size size : {cv::Size{48, 48}, {60, 400}, {96, 96}, {300, 200}}) {
        const auto height_of = [size](const std::string& label) {
            cv::Mat annotated;
            return changed_part(map_of(label), gray_picture(size.width, size.height), annotated).height;
        };
        const int whole = height_of("E");
        EXPECT_GE(height_of("Egyptian Mau and a long name behind"), whole - 2) << size;
    }
}

TEST(OverlayPrediction, DrawsTheBoxWhereItIs) {
    auto map = map_of("");
    map.target = {};
    map.box = Region{100, 50, 200, 150};
    cv::Mat annotated;
    const auto part = changed_part(map, gray_picture(400, 300), annotated);
    EXPECT_NEAR(part.x, 100, 2);
    EXPECT_NEAR(part.y, 50, 2);
    EXPECT_NEAR(part.x + part.width, 200, 3);
    EXPECT_NEAR(part.y + part.height, 150, 3);
    EXPECT_EQ(annotated.at<cv::Vec3b>(100, 100), cv::Vec3b(255, 255, 255));
}

TEST(OverlayPrediction, MovesTheBoxIntoAPictureOfAnotherSize) {
    auto map = map_of("");
    map.target = {};
    map.box = Region{100, 50, 200, 150};
    RenderOptions options{.width = 200, .height = 300};
    const auto image = gray_picture(400, 300);
    const auto plain = test::to_bgr(render(map, image, options));
    options.overlay_prediction = true;
    cv::Mat difference;
    cv::absdiff(plain, test::to_bgr(render(map, image, options)), difference);
    cv::cvtColor(difference, difference, cv::COLOR_BGR2GRAY);
    const auto part = cv::boundingRect(difference > 0);
    EXPECT_NEAR(part.x, 50, 2);
    EXPECT_NEAR(part.x + part.width, 100, 3);
    EXPECT_NEAR(part.y, 50, 2);
    EXPECT_NEAR(part.y + part.height, 150, 3);
}

TEST(OverlayPrediction, IsLeftOutOfAMapOfTheImage) {
    auto map = map_of("");
    map.target = {};
    cv::Mat annotated;
    EXPECT_EQ(changed_part(map, gray_picture(50, 50), annotated).area(), 0);
}

}  // namespace
}  // namespace vinoscope
