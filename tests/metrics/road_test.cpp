// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/cases.hpp"

namespace vinoscope {
namespace {

double road_of(const std::vector<float>& values, const std::vector<float>& weights) {
    const auto map = test::map_of(2, static_cast<int>(values.size() / 2), values);
    return test::measured("road", test::inputs_of(map, test::linear_scorer(weights))).value.value();
}

// One pixel of ten a portion; what is removed scores nothing. Without the k weakest the linear model keeps the sum of
// the 10 - k largest weights, without the k strongest that of the 10 - k smallest.
TEST(Road, AgreesWithSumsOfTheWeightsOfALinearModel) {
    const std::vector<float> weights = {9, 3, 7, 1, 0, 2, 8, 4, 6, 5};  // 0..9
    double expected = 0;
    for (int kept = 1; kept <= 9; ++kept)
        for (int i = 0; i < kept; ++i)
            expected += (9.0 - i) - i;
    EXPECT_NEAR(road_of(weights, weights), expected / 9, 1e-5);
    EXPECT_NEAR(road_of(test::negated(weights), weights), -expected / 9, 1e-5);
}

TEST(Road, RanksTheTrueWeightsAboveChanceAboveTheirOpposite) {
    const auto weights = test::some_weights(60);
    const double by_chance = road_of(test::random_values(60, 3), weights);
    EXPECT_GT(road_of(weights, weights), by_chance + 0.1);
    EXPECT_GT(by_chance, road_of(test::negated(weights), weights) + 0.1);
}

}  // namespace
}  // namespace vinoscope
