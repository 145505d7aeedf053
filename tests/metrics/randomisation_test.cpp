// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "metrics/cases.hpp"
#include "metrics/statistics.hpp"

namespace vinoscope {
namespace {

using testing::HasSubstr;

const SaliencyMap map = test::map_of(1, 4, {0, 1, 2, 3});

MetricValue measured(const std::vector<float>& of_random_model) {
    auto inputs = test::inputs_of(map, test::linear_scorer({0, 0, 0, 1}));
    inputs.explain_randomised = [&] { return test::map_of(1, 4, of_random_model); };
    return test::measured("randomisation", inputs);
}

TEST(Randomisation, IsOneForAMapThatKeepsOrReversesItsOrder) {
    EXPECT_NEAR(*measured({-5, 0, 100, 1000}).value, 1, 1e-6);
    EXPECT_NEAR(*measured({9, 3, 2, 1}).value, 1, 1e-6);
}

// Ranks (1, 3, 0, 2) against (0, 1, 2, 3): 1 - 6 * (1 + 4 + 4 + 1) / (4 * 15) = 0.
TEST(Randomisation, IsZeroWhenTheRanksHaveNothingInCommon) {
    EXPECT_NEAR(*measured({4, 9, 1, 7}).value, 0, 1e-6);
}

TEST(Randomisation, HasNoValueForAFlatMap) {
    EXPECT_THAT(measured({1, 1, 1, 1}).reason, HasSubstr("all 4 values are 1"));
}

// Ranks (0.5, 0.5, 2, 3) against (0, 1, 2, 3): covariance 4.5, variances 4.5 and 5.
TEST(RankCorrelation, SharesTheRanksOfEqualValues) {
    EXPECT_NEAR(rank_correlation(std::vector<float>{7, 7, 8, 9}, std::vector<float>{0, 1, 2, 3}),
                4.5 / std::sqrt(4.5 * 5),
                1e-6);
}

}  // namespace
}  // namespace vinoscope
