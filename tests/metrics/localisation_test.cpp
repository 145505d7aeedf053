// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "metrics/cases.hpp"
#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using testing::HasSubstr;

// An object in the right two thirds of an image of 6 x 4 pixels.
const GroundTruth right_side{.height = 4, .width = 6, .boxes = {{2, 0, 6, 4}}};

SaliencyMap peak(int height, int width, int row, int column) {
    auto map = test::map_of(height, width, std::vector<float>(static_cast<std::size_t>(height) * width));
    map.values[static_cast<std::size_t>(row) * width + column] = 1;
    return map;
}

TEST(PointingGame, HitsWhenTheStrongestPointIsInTheBox) {
    EXPECT_EQ(pointing_game(peak(4, 6, 1, 2), right_side).value, 1);
    EXPECT_EQ(pointing_game(peak(4, 6, 1, 1), right_side).value, 0);
}

TEST(PointingGame, TakesTheCentresOfTheCellsOfASmallMap) {
    EXPECT_EQ(pointing_game(peak(2, 3, 0, 0), right_side).value, 0);  // centre (1, 1)
    EXPECT_EQ(pointing_game(peak(2, 3, 1, 1), right_side).value, 1);  // centre (3, 3)
}

TEST(PointingGame, SharesTheHitBetweenEqualPoints) {
    auto map = peak(4, 6, 0, 0);
    map.values[5] = 1;
    map.values[23] = 1;
    EXPECT_NEAR(*pointing_game(map, right_side).value, 2.0 / 3, 1e-12);
}

TEST(PointingGame, GivesAFlatMapTheShareOfTheObject) {
    const auto flat = test::map_of(4, 6, std::vector<float>(24, -2));
    EXPECT_NEAR(*pointing_game(flat, right_side).value, 4.0 / 6, 1e-12);
}

TEST(PointingGame, LooksAtTheOrderOfTheValuesOnly) {
    auto map = test::map_of(4, 6, test::random_values(24, 2));
    const auto before = pointing_game(map, right_side).value;
    for (auto& value : map.values)
        value = 7 - std::exp(-value);
    EXPECT_EQ(pointing_game(map, right_side).value, before);
}

TEST(PointingGame, ForgivesWithinTheTolerance) {
    EXPECT_EQ(pointing_game(peak(4, 6, 1, 1), right_side, 0.4).value, 0);  // the centre is half a pixel off
    EXPECT_EQ(pointing_game(peak(4, 6, 1, 1), right_side, 0.6).value, 1);
}

TEST(PointingGame, TakesTheRegionOfTheMapIntoAccount) {
    auto map = peak(1, 2, 0, 0);
    EXPECT_EQ(pointing_game(map, right_side).value, 0);
    map.region = Region{2, 0, 6, 4};  // of a crop: its left cell is at x = 3
    EXPECT_EQ(pointing_game(map, right_side).value, 1);
}

TEST(PointingGame, PrefersAMaskToABox) {
    GroundTruth truth = right_side;
    truth.mask.assign(24, 0);
    truth.mask[7] = 1;  // row 1, column 1
    EXPECT_EQ(pointing_game(peak(4, 6, 1, 1), truth).value, 1);
    EXPECT_EQ(pointing_game(peak(4, 6, 1, 3), truth).value, 0);
    EXPECT_EQ(pointing_game(peak(4, 6, 1, 3), truth, 1.6).value, 1);
    EXPECT_EQ(pointing_game(peak(4, 6, 3, 5), truth, 1.6).value, 0);
}

TEST(Localisation, HasNoValueForNaN) {
    auto map = peak(4, 6, 1, 2);
    map.values[0] = std::numeric_limits<float>::quiet_NaN();
    for (const auto& found : {pointing_game(map, right_side),
                              energy_pointing_game(map, right_side),
                              intersection_over_union(map, right_side)}) {
        EXPECT_FALSE(found.value);
        EXPECT_THAT(found.reason, HasSubstr("1 of 24 values are NaN"));
    }
}

TEST(Localisation, RefusesAnEmptyAnnotation) {
    const auto map = peak(4, 6, 1, 2);
    EXPECT_THAT(test::error_of([&] { return pointing_game(map, {.height = 4, .width = 6}); }),
                test::IsError(ErrorKind::usage, HasSubstr("a box or a mask")));
    EXPECT_THAT(test::error_of([&] {
                    return energy_pointing_game(map, {.height = 4, .width = 6, .mask = {1, 0}});
                }),
                test::IsError(ErrorKind::usage, HasSubstr("expected a mask of 6x4 pixels, found 2")));
    EXPECT_THAT(test::error_of([&] {
                    return intersection_over_union(map, {.boxes = {{0, 0, 1, 1}}});
                }),
                test::IsError(ErrorKind::usage, HasSubstr("size of its image")));
}

TEST(Localisation, RefusesAMapOfTheWrongSize) {
    EXPECT_THAT(test::error_of([&] {
                    return pointing_game(test::map_of(2, 2, {1, 2, 3}), right_side);
                }),
                test::IsError(ErrorKind::usage, HasSubstr("2x2 with 3 values")));
}

TEST(EnergyPointingGame, IsTheShareOfTheScaledMapOnTheObject) {
    std::vector<float> values(24, 10);  // scaled to 0
    values[0] = 14;                     // 1, outside
    values[5] = 12;                     // 1/2, inside
    values[23] = 13;                    // 3/4, inside
    EXPECT_NEAR(*energy_pointing_game(test::map_of(4, 6, values), right_side).value, 1.25 / 2.25, 1e-6);
}

TEST(EnergyPointingGame, HasNoValueForAFlatMap) {
    EXPECT_FALSE(energy_pointing_game(test::map_of(4, 6, std::vector<float>(24, 1)), right_side).value);
}

TEST(IntersectionOverUnion, ComparesTheStrongPlacesWithTheObject) {
    auto map = test::map_of(1, 6, {0, 4, 5, 10, 10, 10});  // scaled: 0, .4, .5, 1, 1, 1; the object is the last four
    map.region = Region{0, 0, 6, 4};
    EXPECT_EQ(intersection_over_union(map, right_side).value, 1);
    EXPECT_EQ(intersection_over_union(map, right_side, 0.6).value, 3.0 / 4);
    EXPECT_EQ(intersection_over_union(map, right_side, 0).value, 4.0 / 6);
    EXPECT_THAT(test::error_of([&] { return intersection_over_union(map, right_side, 1.5); }),
                test::IsError(ErrorKind::usage, HasSubstr("threshold in 0..1")));
}

}  // namespace
}  // namespace vinoscope
