// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/impute.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "infer/imputed_input.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

constexpr int height = 14;
constexpr int width = 20;

std::size_t place(int y, int x) {
    return static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x);
}

// Hides a square in the middle.
std::vector<float> mask_with_hole(int side) {
    std::vector<float> mask(std::size_t{height} * width, 1);
    for (int y = (height - side) / 2; y < (height + side) / 2; ++y)
        for (int x = (width - side) / 2; x < (width + side) / 2; ++x)
            mask[place(y, x)] = 0;
    return mask;
}

// The mean of the neighbours of a pixel of an inclined plane is that pixel.
TEST(Impute, RestoresAnInclinedPlane) {
    std::vector<float> plane;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            plane.push_back(static_cast<float>(100 + 3 * x - 2 * y));
    const auto before = plane;
    const auto mask = mask_with_hole(8);
    for (std::size_t i = 0; i < plane.size(); ++i)
        plane[i] = mask[i] == 0 ? 1e6F : plane[i];
    impute(plane, height, width, mask);
    EXPECT_THAT(plane, testing::Pointwise(testing::FloatNear(0.3F), before));
}

// Checks the equation of the paper at each hidden pixel, borders included, for pixels hidden at random.
TEST(Impute, MakesEachHiddenPixelTheWeightedMeanOfItsNeighbours) {
    auto plane = test::random_values(std::size_t{height} * width, 1);
    auto mask = test::random_values(plane.size(), 2);
    for (auto& value : mask)
        value = value < 0.4F ? 0.0F : 1.0F;
    const auto before = plane;
    impute(plane, height, width, mask);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto i = place(y, x);
            double sum = 0;
            double weights = 0;
            for (int ny = std::max(y - 1, 0); ny <= std::min(y + 1, height - 1); ++ny)
                for (int nx = std::max(x - 1, 0); nx <= std::min(x + 1, width - 1); ++nx) {
                    const double weight = ny == y && nx == x ? 0 : ny == y || nx == x ? 2 : 1;
                    sum += weight * plane[place(ny, nx)];
                    weights += weight;
                }
            EXPECT_NEAR(plane[i], mask[i] == 0 ? sum / weights : before[i], 0.01);
        }
}

TEST(Impute, LeavesAPlaneWithoutAnyShownPixelAlone) {
    std::vector<float> plane(std::size_t{height} * width, 5);
    impute(plane, height, width, std::vector<float>(plane.size()));
    EXPECT_THAT(plane, testing::Each(5));
}

TEST(ImputedInput, KeepsShownPixelsAndAddsNoiseToGuessedOnes) {
    for (const auto layout : {TensorLayout::nchw, TensorLayout::nhwc}) {
        std::vector<float> values(std::size_t{3} * height * width, 40);
        values.front() = 240;  // a range of 200, so that the noise has a standard deviation of 2
        const bool planar = layout == TensorLayout::nchw;
        const auto shape =
            planar ? std::vector<std::size_t>{1, 3, height, width} : std::vector<std::size_t>{1, height, width, 3};
        const MaskedInput image(make_tensor(shape, values), layout, "zero");
        ov::Tensor tensor(ov::element::f32, ov::Shape(shape));
        const auto mask = mask_with_hole(12);
        ImputedInput(image, 0).write(0, mask, tensor);
        double square = 0;
        int hidden = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const float difference = tensor.data<float>()[i] - values[i];
            if (mask[planar ? i % mask.size() : i / 3] == 0) {
                square += difference * difference;
                ++hidden;
            } else {
                EXPECT_EQ(difference, 0);
            }
        }
        EXPECT_NEAR(std::sqrt(square / hidden), 2, 0.2);
    }
}

}  // namespace
}  // namespace vinoscope
