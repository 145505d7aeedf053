// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/normalize.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::ElementsAre;
using testing::FloatEq;
using testing::IsEmpty;

SaliencyMap map_of(std::vector<float> values) {
    SaliencyMap map;
    map.height = 1;
    map.width = static_cast<int>(values.size());
    map.values = std::move(values);
    return map;
}

TEST(Normalized, SpansZeroTo255) {
    EXPECT_THAT(normalized(map_of({-1, 1, 0, 3})).values, ElementsAre(0, FloatEq(127.5F), FloatEq(63.75F), 255));
}

TEST(Normalized, WorksOnTheWholeRangeOfFloats) {
    constexpr float most = std::numeric_limits<float>::max();
    EXPECT_THAT(normalized(map_of({-most, 0, most})).values, ElementsAre(0, FloatEq(127.5F), 255));
    constexpr float least = std::numeric_limits<float>::denorm_min();
    EXPECT_THAT(normalized(map_of({0, least, 2 * least})).values, ElementsAre(0, FloatEq(127.5F), 255));
}

// 0..199 and one outlier in 200 pixels: the two largest are above the 99th percentile.
TEST(Normalized, OfPixelsSpansZeroToThe99thPercentile) {
    std::vector<float> values(200);
    std::iota(values.begin(), values.end(), 0.0F);
    values.back() = 1e6F;
    values.front() = -50;
    auto map = map_of(values);
    map.of_pixels = true;
    const auto scaled = normalized(map).values;
    EXPECT_EQ(scaled.front(), 0);
    EXPECT_FLOAT_EQ(scaled[99], 127.5F);
    EXPECT_FLOAT_EQ(scaled[198], 255);
    EXPECT_EQ(scaled.back(), 255);
}

TEST(Normalized, OfFewPixelsSpansZeroToTheMaximum) {
    std::vector<float> values(400);
    values[7] = 4;
    values[8] = 2;
    auto map = map_of(values);
    map.of_pixels = true;
    EXPECT_THAT(normalized(map).values[8], FloatEq(127.5F));
    map.values.assign(400, -1);
    map.values[7] = -2;
    EXPECT_THAT(normalized(map).values, testing::Each(0));
}

// The others still take most of the colours: the lowest lies as far below the median as three times the highest above.
TEST(Normalized, OfALowOutlierShowsTheOthers) {
    const auto scaled = normalized(map_of({-1000, 1, 2, 3, 4, 5}));
    EXPECT_FLOAT_EQ(scaled.high, 5);
    EXPECT_FLOAT_EQ(scaled.low, 3 - 3 * (5 - 3));
    EXPECT_EQ(scaled.values[0], 0);
    EXPECT_FLOAT_EQ(scaled.values[1], 255 * 4 / 8.0F);
}

// Of 3000 values the two highest and the two lowest lie beyond the colours.
TEST(Normalized, LeavesOutTheHighestAndLowestInAThousand) {
    std::vector<float> values(3000);
    std::iota(values.begin(), values.end(), 0.0F);
    values.back() = 1e6F;
    const auto scaled = normalized(map_of(values));
    EXPECT_FLOAT_EQ(scaled.low, 2);
    EXPECT_FLOAT_EQ(scaled.high, 2997);
    EXPECT_EQ(scaled.values.back(), 255);
    EXPECT_FLOAT_EQ(scaled.values[1000], 255 * 998 / 2995.0F);
}

// They differ by a thousandth; the colours span a hundredth.
TEST(Normalized, OfANearlyFlatMapHasNearlyOneColour) {
    const auto scaled = normalized(map_of({0.999F, 0.9995F, 1}));
    EXPECT_NEAR(scaled.values[0], 127.5 - 12.75, 0.1);
    EXPECT_NEAR(scaled.values[2], 127.5 + 12.75, 0.1);
    EXPECT_NEAR(scaled.high - scaled.low, 0.01, 1e-6);
}

TEST(Normalized, OfBothSignsHasZeroInTheMiddle) {
    auto map = map_of({-1, 0, 0.5F, 2});
    EXPECT_FALSE(normalized(map).about_zero);
    map.is_signed = true;
    EXPECT_TRUE(normalized(map).about_zero);
    for (const auto sign : {Sign::automatic, Sign::both})
        EXPECT_THAT(normalized(map, sign).values, ElementsAre(FloatEq(63.75F), 127.5F, FloatEq(159.375F), 255));
    EXPECT_THAT(normalized(map, Sign::positive).values, ElementsAre(0, 0, FloatEq(63.75F), 255));
    const auto negative = normalized(map, Sign::negative);
    EXPECT_THAT(negative.values, ElementsAre(255, 0, 0, 0));
    EXPECT_FLOAT_EQ(negative.high, -1);
}

TEST(Normalized, NeverChangesTheMap) {
    const std::vector<float> values = {-1000, 1, 2, 3};
    const auto map = map_of(values);
    for (const auto sign : {Sign::automatic, Sign::positive, Sign::negative, Sign::both})
        normalized(map, sign);
    EXPECT_EQ(map.values, values);
}

TEST(Sign, HasNames) {
    for (const auto& name : sign_names())
        EXPECT_EQ(sign_names()[static_cast<std::size_t>(parse_sign(name))], name);
    EXPECT_THAT(error_of([] { return parse_sign("plus"); }), IsError(ErrorKind::usage, testing::HasSubstr("positive")));
}

TEST(Normalized, IsEmptyWhenThereIsNothingToDraw) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THAT(normalized(map_of({1, 1})).values, IsEmpty());
    EXPECT_THAT(normalized(map_of({1, nan})).values, IsEmpty());
    SaliencyMap stated = map_of({1, 2});
    stated.status = MapStatus::not_finite;
    EXPECT_THAT(normalized(stated).values, IsEmpty());
}

TEST(Normalized, RejectsAWrongNumberOfValues) {
    for (const auto& [height, width] : {std::pair(2, 2), std::pair(0, 3), std::pair(-1, -3), std::pair(1, 2)}) {
        SaliencyMap map = map_of({1, 2, 3});
        map.height = height;
        map.width = width;
        EXPECT_THAT(error_of([&] { normalized(map); }), IsError(ErrorKind::usage, testing::HasSubstr("with 3 values")));
    }
}

}  // namespace
}  // namespace vinoscope
