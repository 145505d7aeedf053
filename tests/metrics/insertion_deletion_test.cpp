// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "metrics/cases.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::FloatNear;
using testing::HasSubstr;
using testing::Pointwise;

constexpr int height = 6;
constexpr int width = 10;
constexpr int places = height * width;

MetricInputs linear_case(const SaliencyMap& map) {
    return test::inputs_of(map, test::linear_scorer(test::some_weights(places)));
}

double value_of_map(const std::string& metric, std::vector<float> values) {
    const auto map = test::map_of(height, width, std::move(values));
    return test::measured(metric, linear_case(map)).value.value();
}

// With one pixel a step, the score after k steps of a linear model is the sum of its k weights first in the order.
std::vector<float> running_sums(const std::vector<float>& weights) {
    std::vector<float> sums = {0};
    for (const float weight : weights)
        sums.push_back(sums.back() + weight);
    return sums;
}

TEST(InsertionDeletion, FollowsTheRunningSumOfTheWeightsOfALinearModel) {
    const auto weights = test::some_weights(places);
    const auto found = insertion_deletion(weights, places, test::linear_scorer(weights));
    auto falling = weights;
    std::ranges::sort(falling, std::greater());
    const auto expected = running_sums(falling);
    EXPECT_THAT(found.insertion_curve, Pointwise(FloatNear(1e-5F), expected));
    std::vector<float> rest;
    for (const float sum : expected)
        rest.push_back(1 - sum);
    EXPECT_THAT(found.deletion_curve, Pointwise(FloatNear(1e-5F), rest));
    double area = 0;  // by the trapezoidal rule: all steps, but half of the two ends
    for (const float sum : expected)
        area += sum / places;
    area -= 0.5 * (expected.front() + expected.back()) / places;
    EXPECT_NEAR(*found.insertion.value, area, 1e-5);
    EXPECT_NEAR(*found.deletion.value, 1 - area, 1e-5);
    EXPECT_NEAR(*found.delta.value, 2 * area - 1, 1e-5);
}

TEST(InsertionDeletion, AsksTwiceAsManyInferencesAsStepsInOneBatch) {
    std::vector<std::size_t> batches;
    std::vector<double> shown;
    insertion_deletion(test::some_weights(places), 7, [&](std::size_t count, const DrawMask& draw) {
        batches.push_back(count);
        std::vector<float> mask(places);
        for (std::size_t i = 0; i < count; ++i) {
            draw(i, mask);
            EXPECT_THAT(mask, Each(testing::AnyOf(0.0F, 1.0F)));
            shown.push_back(std::accumulate(mask.begin(), mask.end(), 0.0) / places);
        }
        return std::vector<float>(count);
    });
    EXPECT_THAT(batches, testing::ElementsAre(14));
    const std::vector<double> shares = {0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1};
    std::vector<double> expected;
    for (const double share : shares)
        expected.push_back(share / 7);
    EXPECT_THAT(shown, Pointwise(DoubleNear(0.5 / places + 1e-9), expected));
}

TEST(InsertionDeletion, ChangesAtLeastOnePixelInEachStep) {
    const auto weights = test::some_weights(places);
    const auto single = insertion_deletion(weights, places, test::linear_scorer(weights));
    const auto asked = insertion_deletion(weights, 1'000'000'000, test::linear_scorer(weights));
    EXPECT_EQ(asked.insertion_curve, single.insertion_curve);
    EXPECT_EQ(asked.deletion_curve, single.deletion_curve);
}

TEST(InsertionDeletion, RanksTheTrueWeightsAboveChanceAboveTheirOpposite) {
    const auto weights = test::some_weights(places);
    const auto chance = test::random_values(places, 3);
    for (const std::string metric : {"insertion", "insertion-deletion"}) {
        EXPECT_GT(value_of_map(metric, weights), value_of_map(metric, chance) + 0.1) << metric;
        EXPECT_GT(value_of_map(metric, chance), value_of_map(metric, test::negated(weights)) + 0.1) << metric;
    }
    EXPECT_LT(value_of_map("deletion", weights), value_of_map("deletion", chance) - 0.1);
    EXPECT_LT(value_of_map("deletion", chance), value_of_map("deletion", test::negated(weights)) - 0.1);
}

TEST(InsertionDeletion, LooksAtTheOrderOfTheValuesOnly) {
    const auto values = test::random_values(places, 5);
    auto stretched = values;
    for (auto& value : stretched)
        value = std::exp(3 * value) - 100;
    for (const std::string metric : {"insertion", "deletion", "insertion-deletion"})
        EXPECT_EQ(value_of_map(metric, values), value_of_map(metric, stretched)) << metric;
}

// The model sees the left half only; the map ties all pixels but one. Ties in reading order would draw steps.
TEST(InsertionDeletion, TakesEqualValuesInAnOrderThatHasNothingToDoWithTheirPlace) {
    constexpr int side = 64;
    std::vector<float> weights(std::size_t{side} * side);
    for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i] = i < weights.size() / 2 ? 2.0F / (side * side) : 0.0F;
    std::vector<float> values(weights.size());
    values.back() = 1;
    const auto found = insertion_deletion(values, 16, test::linear_scorer(weights));
    for (std::size_t step = 0; step <= 16; ++step)  // 0.05 is four standard deviations of half of 4096 draws, and more
        EXPECT_NEAR(found.insertion_curve[step], static_cast<double>(step) / 16, 0.05);
    EXPECT_EQ(found.insertion_curve, insertion_deletion(values, 16, test::linear_scorer(weights)).insertion_curve);
}

TEST(InsertionDeletion, HasNoValueForAMapWithoutOrder) {
    const auto flat = test::map_of(height, width, std::vector<float>(places, 3));
    auto broken = test::map_of(height, width, test::some_weights(places));
    broken.values[4] = std::numeric_limits<float>::quiet_NaN();
    for (const std::string metric : {"insertion", "deletion", "insertion-deletion"}) {
        const auto of_flat = test::measured(metric, linear_case(flat));
        EXPECT_FALSE(of_flat.value);
        EXPECT_THAT(of_flat.reason, HasSubstr("all 60 values are 3"));
        const auto of_broken = test::measured(metric, linear_case(broken));
        EXPECT_FALSE(of_broken.value);
        EXPECT_THAT(of_broken.reason, HasSubstr("1 of 60 values are NaN"));
    }
}

TEST(InsertionDeletion, RefusesNoSteps) {
    EXPECT_THAT(test::error_of([] {
                    return insertion_deletion({1, 2}, 0, test::linear_scorer({1, 0}));
                }),
                test::IsError(ErrorKind::usage, HasSubstr("at least 1 step")));
}

TEST(InsertionDeletion, HasNoValueWhenTheModelSaysNaN) {
    const auto map = test::map_of(height, width, test::some_weights(places));
    const auto nan = test::inputs_of(map, [](std::size_t count, const DrawMask&) {
        return std::vector<float>(count, std::numeric_limits<float>::quiet_NaN());
    });
    const auto found = test::measured("insertion", nan);
    EXPECT_FALSE(found.value);
    EXPECT_THAT(found.reason, HasSubstr("not finite"));
}

}  // namespace
}  // namespace vinoscope
