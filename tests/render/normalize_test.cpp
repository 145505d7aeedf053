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
    EXPECT_THAT(normalized(map_of({-1, 1, 0, 3})), ElementsAre(0, FloatEq(127.5F), FloatEq(63.75F), 255));
}

TEST(Normalized, WorksOnTheWholeRangeOfFloats) {
    constexpr float most = std::numeric_limits<float>::max();
    EXPECT_THAT(normalized(map_of({-most, 0, most})), ElementsAre(0, FloatEq(127.5F), 255));
    constexpr float least = std::numeric_limits<float>::denorm_min();
    EXPECT_THAT(normalized(map_of({0, least, 2 * least})), ElementsAre(0, FloatEq(127.5F), 255));
}

// 0..199 and one outlier in 200 pixels: the two largest are above the 99th percentile.
TEST(Normalized, OfPixelsSpansZeroToThe99thPercentile) {
    std::vector<float> values(200);
    std::iota(values.begin(), values.end(), 0.0F);
    values.back() = 1e6F;
    values.front() = -50;
    auto map = map_of(values);
    map.of_pixels = true;
    const auto scaled = normalized(map);
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
    EXPECT_THAT(normalized(map)[8], FloatEq(127.5F));
    map.values.assign(400, -1);
    map.values[7] = -2;
    EXPECT_THAT(normalized(map), testing::Each(0));
}

TEST(Normalized, IsEmptyWhenThereIsNothingToDraw) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THAT(normalized(map_of({1, 1})), IsEmpty());
    EXPECT_THAT(normalized(map_of({1, nan})), IsEmpty());
    SaliencyMap stated = map_of({1, 2});
    stated.status = MapStatus::not_finite;
    EXPECT_THAT(normalized(stated), IsEmpty());
}

TEST(Normalized, RejectsAWrongNumberOfValues) {
    for (const auto& [height, width] : {std::pair(2, 2), std::pair(0, 3), std::pair(-1, -3), std::pair(1, 2)}) {
        SaliencyMap map = map_of({1, 2, 3});
        map.height = height;
        map.width = width;
        EXPECT_THAT(error_of([&] { normalized(map); }), IsError(ErrorKind::usage, testing::HasSubstr("found 3")));
    }
}

}  // namespace
}  // namespace vinoscope
