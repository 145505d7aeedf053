// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/blend.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace vinoscope {
namespace {

/// Every pair of a map's value (grey) and an image's value, blended.
std::vector<std::uint8_t> blend_all_pairs(float image_weight) {
    const BlendTable table = make_blend_table(color_table(Colormap::gray), 1 - image_weight);
    std::vector<std::uint8_t> image(256);
    std::iota(image.begin(), image.end(), std::uint8_t{0});
    std::vector<std::uint8_t> blended;
    for (int value = 0; value < 256; ++value) {
        const std::vector<std::uint16_t> colors(256, table[static_cast<std::size_t>(value)][0]);
        std::vector<std::uint8_t> row(256);
        blend_row(colors.data(), image.data(), fixed_weight(image_weight), row);
        blended.insert(blended.end(), row.begin(), row.end());
    }
    return blended;
}

class BlendWeight : public testing::TestWithParam<float> {};

INSTANTIATE_TEST_SUITE_P(Weights, BlendWeight, testing::Values(0.0F, 0.1F, 0.25F, 0.333F, 0.5F, 0.75F, 0.999F, 1.0F));

TEST_P(BlendWeight, IsTheRoundedWeightedSum) {
    const std::vector<std::uint8_t> blended = blend_all_pairs(GetParam());
    for (int value = 0; value < 256; ++value) {
        for (int pixel = 0; pixel < 256; ++pixel) {
            const double exact = pixel * double{GetParam()} + value * (1 - double{GetParam()});
            // Half a level of rounding, and 2 of the 256 steps of the fixed point.
            EXPECT_NEAR(blended[static_cast<std::size_t>(256 * value + pixel)], exact, 0.5 + 2.0 / 256);
        }
    }
}

TEST(BlendRow, KeepsTheImageExactlyAtWeightOneAndTheMapAtZero) {
    const std::vector<std::uint8_t> image_only = blend_all_pairs(1);
    const std::vector<std::uint8_t> map_only = blend_all_pairs(0);
    for (std::size_t i = 0; i < image_only.size(); ++i) {
        EXPECT_EQ(image_only[i], i % 256);
        EXPECT_EQ(map_only[i], i / 256);
    }
}

TEST(ColorRow, PutsThreeElementsForEachIndex) {
    const BlendTable table = make_blend_table(color_table(Colormap::jet), 1);
    const std::vector<std::uint8_t> indices = {0, 255, 77};
    std::vector<std::uint16_t> colors(10);
    color_row(indices, table, colors);
    std::vector<std::uint8_t> pixels(9);
    store_row(colors.data(), pixels);
    for (std::size_t i = 0; i < 9; ++i) {
        EXPECT_EQ(pixels[i], color_table(Colormap::jet)[indices[i / 3]][i % 3]);
    }
}

TEST(InterpolateRow, RoundsDownAtEveryLength) {
    for (std::size_t width = 1; width < 40; ++width) {  // vectorised loops have tails of every length
        std::vector<float> base(width);
        std::vector<float> slope(width);
        for (std::size_t x = 0; x < width; ++x) {
            base[x] = 0.5F + 3.3F * static_cast<float>(x);
            slope[x] = static_cast<float>(x);
        }
        std::vector<std::uint8_t> indices(width);
        interpolate_row(base, slope, 0.25F, indices);
        for (std::size_t x = 0; x < width; ++x) {
            EXPECT_EQ(indices[x], std::floor(0.5 + 3.55 * static_cast<double>(x) + 1e-6)) << x;
        }
    }
}

}  // namespace
}  // namespace vinoscope
