// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/random_values.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

constexpr int height = 12;
constexpr int width = 20;

ExplainerOptions occlusion(int window, int stride) {
    ExplainerOptions options;
    options.method = "occlusion";
    options.precision = Precision::f32;
    options.black_box.window = window;
    options.black_box.stride = stride;
    return options;
}

// How much of the surroundings of a pixel, as wide as the stride, a window covers: counted in halves of pixels.
int covered(int start, int window, int stride, int pixel) {
    int count = 0;
    for (int half = 2 * pixel + 1 - stride; half < 2 * pixel + 1 + stride; ++half)
        count += static_cast<int>(2 * start <= half && half < 2 * (start + window));
    return count;
}

std::vector<int> starts_of(int side, int window, int stride) {
    std::vector<int> starts = {0};
    while (starts.back() < side - window)
        starts.push_back(std::min(starts.back() + stride, side - window));
    return starts;
}

// What the score loses when the pixels of a window become zero, averaged over the windows by what they cover.
std::vector<double> slow_occlusion(const std::vector<double>& shares, int window, int stride) {
    std::vector<double> sums(shares.size());
    std::vector<double> covers(shares.size());
    for (const int top : starts_of(height, window, stride)) {
        for (const int left : starts_of(width, window, stride)) {
            double loss = 0;
            for (int y = top; y < top + window; ++y)
                for (int x = left; x < left + window; ++x)
                    loss += shares[static_cast<std::size_t>(y) * width + x];
            for (std::size_t i = 0; i < sums.size(); ++i) {
                const int cover = covered(top, window, stride, static_cast<int>(i / width)) *
                                  covered(left, window, stride, static_cast<int>(i % width));
                sums[i] += cover * loss;
                covers[i] += cover;
            }
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] /= covers[i];
    return sums;
}

void expect_exact(const ov::Shape& shape, TensorLayout layout, int window, int stride) {
    const auto weights = test::random_values(std::size_t{3} * height * width, 21);
    const auto image = test::random_image(width, height, 22);
    std::vector<double> shares(std::size_t{height} * width);
    for (std::size_t i = 0; i < shares.size(); ++i)
        for (std::size_t c = 0; c < 3; ++c)
            shares[i] +=
                static_cast<double>(weights[layout == TensorLayout::nchw ? c * shares.size() + i : 3 * i + c]) *
                image.data()[3 * i + c];
    auto options = occlusion(window, stride);
    options.preprocess.layout = layout;
    const auto map = Explainer(test::linear_model(shape, weights), options).explain(image).maps.at(0);
    ASSERT_EQ(map.height, height);
    ASSERT_EQ(map.width, width);
    EXPECT_TRUE(map.standard_error.empty());
    const auto expected = slow_occlusion(shares, window, stride);
    for (std::size_t i = 0; i < expected.size(); ++i)
        ASSERT_NEAR(map.values[i], expected[i], 0.02) << i;  // scores are sums of 720 f32 products up to 255
}

TEST(Occlusion, IsExactOnALinearModel) {
    for (const auto& [window, stride] : {std::pair{1, 1}, {4, 4}, {4, 3}, {5, 2}, {12, 7}}) {
        expect_exact({1, 3, height, width}, TensorLayout::nchw, window, stride);
        expect_exact({1, height, width, 3}, TensorLayout::nhwc, window, stride);
    }
}

TEST(Occlusion, CountsItsInferences) {
    const auto weights = test::random_values(std::size_t{3} * height * width, 21);
    const Explainer explainer(test::linear_model({1, 3, height, width}, weights), occlusion(4, 4));
    EXPECT_EQ(explainer.explain(test::random_image(30, 30, 1)).provenance.inferences, 1U + 3 * 5);
}

TEST(Occlusion, OfAnEvenPictureByItsOwnMeanShowsNothing) {
    auto options = occlusion(4, 4);
    options.black_box.baseline = "mean";
    Image image(width, height);
    std::fill_n(image.data(), image.size(), std::uint8_t{90});
    const auto weights = test::random_values(std::size_t{3} * height * width, 21);
    const auto map = Explainer(test::linear_model({1, 3, height, width}, weights), options).explain(image).maps.at(0);
    EXPECT_EQ(map.status, MapStatus::flat);
    options.black_box.baseline = "zero";
    EXPECT_EQ(Explainer(test::linear_model({1, 3, height, width}, weights), options).explain(image).maps.at(0).status,
              MapStatus::ok);
}

TEST(Occlusion, RefusesGapsAndWindowsLargerThanTheImage) {
    const auto weights = test::random_values(std::size_t{3} * height * width, 21);
    const auto image = test::random_image(width, height, 1);
    for (const auto& [window, stride] : {std::pair{13, 1}, {4, 5}}) {
        const Explainer explainer(test::linear_model({1, 3, height, width}, weights), occlusion(window, stride));
        EXPECT_THAT(error_of([&] { return explainer.explain(image); }), IsError(ErrorKind::usage, HasSubstr("window")));
    }
}

}  // namespace
}  // namespace vinoscope
