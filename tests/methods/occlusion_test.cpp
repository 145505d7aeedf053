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
    options.precision = "f32";
    options.black_box.window = window;
    options.black_box.stride = stride;
    return options;
}

// How much window `index` counts for a pixel: 1 at its centre, 0 from the neighbouring centres on, in between as the
// distance tells; the outermost windows count fully up to the edges.
double hat(const std::vector<int>& starts, std::size_t index, int window, int pixel) {
    const auto centre = [&](std::size_t i) { return starts[i] + 0.5 * window; };
    const double place = pixel + 0.5;
    const bool before = place < centre(index);
    if (before ? index == 0 : index + 1 == starts.size())
        return 1;
    const double other = centre(before ? index - 1 : index + 1);
    return std::max(0.0, 1 - std::abs(place - centre(index)) / std::abs(other - centre(index)));
}

std::vector<int> starts_of(int side, int window, int stride) {
    std::vector<int> starts = {0};
    while (starts.back() < side - window)
        starts.push_back(std::min(starts.back() + stride, side - window));
    return starts;
}

// What the score loses when the pixels of a window become zero, shared out between the centres of the windows.
std::vector<double> slow_occlusion(const std::vector<double>& shares, int window, int stride) {
    std::vector<double> map(shares.size());
    const auto tops = starts_of(height, window, stride);
    const auto lefts = starts_of(width, window, stride);
    for (std::size_t row = 0; row < tops.size(); ++row) {
        for (std::size_t column = 0; column < lefts.size(); ++column) {
            double loss = 0;
            for (int y = tops[row]; y < tops[row] + window; ++y)
                for (int x = lefts[column]; x < lefts[column] + window; ++x)
                    loss += shares[static_cast<std::size_t>(y) * width + x];
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x)
                    map[static_cast<std::size_t>(y) * width + x] +=
                        hat(tops, row, window, y) * hat(lefts, column, window, x) * loss;
        }
    }
    return map;
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
        EXPECT_THAT(error_of([&] { explainer.explain(image); }), IsError(ErrorKind::usage, HasSubstr("window")));
    }
}

}  // namespace
}  // namespace vinoscope
