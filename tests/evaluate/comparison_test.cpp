// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/comparison.hpp"

#include <gmock/gmock.h>

#include <numeric>

#include "support/error_matchers.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

SaliencyMap ramp(int height, int width, float step = 1) {
    SaliencyMap map;
    map.height = height;
    map.width = width;
    for (int i = 0; i < height * width; ++i)
        map.values.push_back(step * static_cast<float>(i));
    return map;
}

SaliencyMap of_values(int height, int width, std::vector<float> values) {
    SaliencyMap map;
    map.height = height;
    map.width = width;
    map.values = std::move(values);
    return map;
}

ImageComparison image(const char* name, double correlation, bool flip = false) {
    ImageComparison result;
    result.image = name;
    result.rank_correlation.value = correlation;
    result.top_overlap.value = correlation;
    result.flip = flip;
    return result;
}

TEST(CompareMaps, FindsAMapEqualToItself) {
    const auto map = ramp(7, 5);
    const auto found = compare_maps(map, map, 70, 50);
    EXPECT_NEAR(found.rank_correlation.value.value(), 1, 1e-6);
    EXPECT_EQ(found.top_overlap.value, 1.0);
}

TEST(CompareMaps, IgnoresTheScaleOfValues) {
    auto other = ramp(7, 5, 3);
    for (auto& value : other.values)
        value = value * value + 10;  // monotone for values from 0
    EXPECT_NEAR(compare_maps(ramp(7, 5), other, 70, 50).rank_correlation.value.value(), 1, 1e-6);
}

TEST(CompareMaps, FindsAReversedMapOpposite) {
    const auto found = compare_maps(ramp(6, 6), ramp(6, 6, -1), 60, 60);
    EXPECT_NEAR(found.rank_correlation.value.value(), -1, 1e-6);
    EXPECT_EQ(found.top_overlap.value, 0.0);
}

// Spearman's formula for distinct ranks: 1 - 6 sum d^2 / (n (n^2 - 1)), here with d = (1, -1, 0, 0).
TEST(CompareMaps, HasTheRankCorrelationOfTheFormula) {
    const auto found = compare_maps(of_values(2, 2, {1, 2, 3, 4}), of_values(2, 2, {2, 1, 3, 4}), 8, 8);
    EXPECT_NEAR(found.rank_correlation.value.value(), 1 - 6.0 * 2 / (4 * 15), 1e-6);
}

// The strongest quarter of 8 cells is 2 cells, of which one is shared.
TEST(CompareMaps, CountsTheStrongestCellsOfBoth) {
    const auto a = of_values(2, 4, {9, 8, 0, 1, 2, 3, 4, 5});
    const auto b = of_values(2, 4, {9, 0, 8, 1, 2, 3, 4, 5});
    EXPECT_EQ(compare_maps(a, b, 20, 40, 0.25).top_overlap.value, 0.5);
}

TEST(CompareMaps, HasNoValueForAFlatMap) {
    const auto found = compare_maps(ramp(4, 4), of_values(4, 4, std::vector<float>(16, 1)), 8, 8);
    EXPECT_FALSE(found.rank_correlation.value);
    EXPECT_THAT(found.rank_correlation.reason, testing::HasSubstr("all 16 values are"));
}

TEST(Gate, ComparesMeansShareAndLowest) {
    const std::vector images = {image("a", 0.95), image("b", 0.85), image("c", 0.9, true)};
    EXPECT_TRUE(Gate("rank-correlation>=0.9").check(images).empty());
    EXPECT_FALSE(Gate("lowest-rank-correlation>=0.9").check(images).empty());
    EXPECT_TRUE(Gate("flips<=1").check(images).empty());
    EXPECT_FALSE(Gate("flips<=1%").check(images).empty());
    EXPECT_TRUE(Gate("flips <= 34 %").check(images).empty());
    EXPECT_FALSE(Gate("flips<1").check(images).empty());
}

TEST(Gate, NamesTheImagesTheWorstFirst) {
    const std::vector images = {image("a", 0.5), image("b", 0.2), image("c", 0.95)};
    const auto failures = Gate("rank-correlation>=0.9").check(images);
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_THAT(failures[0].images, testing::ElementsAre("b", "a"));
}

TEST(Gate, FailsForAnImageWithoutAMap) {
    auto flat = image("flat", 0);
    flat.rank_correlation = {std::nullopt, "all values are equal"};
    const auto failures = Gate("rank-correlation>=0.5").check({image("a", 1), flat});
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_THAT(failures[0].images, testing::ElementsAre("flat"));
}

TEST(Gate, LeavesOutImagesInWhichNeitherModelFoundAnything) {
    ImageComparison empty;
    empty.image = "empty";
    empty.nothing_found = true;
    EXPECT_TRUE(Gate("lowest-rank-correlation>=0.9,flips<=0").check({image("a", 0.95), empty}).empty());
}

TEST(Gate, FailsWithoutImages) {
    EXPECT_EQ(Gate("flips<=1%,rank-correlation>=0").check({}).size(), 2U);
}

TEST(Gate, RefusesWhatItDoesNotKnow) {
    const auto refused = [](std::string_view expression, const char* because) {
        EXPECT_THAT(test::error_of([&] { Gate gate(expression); }),
                    test::IsError(ErrorKind::usage, testing::HasSubstr(because)));
    };
    refused("rank-corelation>=0.9", "did you mean");
    refused("flips", "flips<=1%");
    refused("flips<=x", "number");
    refused("", "condition");
}

TEST(Summarise, HasAnIntervalAroundTheMeanThatNarrows) {
    std::vector<double> few(10);
    std::iota(few.begin(), few.end(), 0.0);
    std::vector<double> many;
    for (int i = 0; i < 100; ++i)
        many.insert(many.end(), few.begin(), few.end());
    const auto narrow = summarise(many).value();
    const auto wide = summarise(few).value();
    EXPECT_NEAR(wide.mean, 4.5, 1e-9);
    EXPECT_EQ(wide.lowest, 0);
    EXPECT_LT(wide.interval_low, 4.5);
    EXPECT_GT(wide.interval_high, 4.5);
    // Of the normal approximation: 1.96 * 2.872 / sqrt(10) = 1.78 on either side, and a tenth of it for 1000 values.
    EXPECT_NEAR(wide.interval_high - wide.interval_low, 3.56, 0.4);
    EXPECT_NEAR(narrow.interval_high - narrow.interval_low, 0.356, 0.04);
    EXPECT_FALSE(summarise({}));
}

}  // namespace
}  // namespace vinoscope
