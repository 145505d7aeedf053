// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "metrics/cases.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"

namespace vinoscope {
namespace {

using testing::HasSubstr;

// M, scaled to 0..1, is 0, 1/4, 1/2, 1.
const SaliencyMap map = test::map_of(2, 2, {-4, -3, -2, 0});

MetricInputs inputs(std::vector<float> weights, double image_score, SaliencyMap of_masked) {
    auto result = test::inputs_of(map, test::linear_scorer(std::move(weights)), image_score);
    result.explain_masked = [of_masked = std::move(of_masked)] { return of_masked; };
    result.explain_noisy = [](std::size_t) { return map; };
    return result;
}

double number(const std::string& metric, const MetricInputs& from) {
    return test::measured(metric, from).value.value();
}

TEST(Adcc, AgreesWithItsFormulaeDoneByHand) {
    // f(x) = 0.8, f(x * M) = 0.4 * 1/4 + 0.4 * 1/2 = 0.3; the map of x * M is the mirror image: correlation -1.
    const auto by_hand = inputs({0, 0.4F, 0.4F, 0}, 0.8, test::map_of(2, 2, {4, 3, 2, 0}));
    EXPECT_NEAR(number("average-drop", by_hand), 0.5 / 0.8, 1e-6);
    EXPECT_NEAR(number("complexity", by_hand), 1.75 / 4, 1e-6);
    EXPECT_NEAR(number("coherency", by_hand), 0, 1e-6);
    EXPECT_EQ(number("increase", by_hand), 0);
    // Half of the variance shared: correlation of (0, 1, 2, 4) with (0, 1, 0, 1) is 1.5 / sqrt(8.75 * 1).
    const auto related = inputs({0, 0.4F, 0.4F, 0}, 0.8, test::map_of(2, 2, {0, 1, 0, 1}));
    const double coherency = (1 + 1.5 / std::sqrt(8.75)) / 2;
    EXPECT_NEAR(number("coherency", related), coherency, 1e-6);
    EXPECT_NEAR(number("adcc", related), 3 / (1 / coherency + 1 / (1 - 1.75 / 4) + 1 / (1 - 0.5 / 0.8)), 1e-6);
}

// Pixels with the weights 0.1, 0.2, 0.3, 0.4 in the order of M. Of 4 pixels, 10 % to 90 % are 0, 0, 1, 1, 2, 2, 2, 3, 3
// pixels; without the weakest one f is 0.9, without the strongest one 0.6, and so on.
TEST(Arcc, AgreesWithItsFormulaDoneByHand) {
    const auto related = inputs({0.1F, 0.2F, 0.3F, 0.4F}, 1, test::map_of(2, 2, {0, 1, 0, 1}));
    const double road = (2 * (0.9 - 0.6) + 3 * (0.7 - 0.3) + 2 * (0.4 - 0.1)) / 9;
    const double coherency = (1 + 1.5 / std::sqrt(8.75)) / 2;
    EXPECT_NEAR(number("arcc", related), 3 / (1 / road + 1 / coherency + 1 / (1 - 1.75 / 4)), 1e-6);
    EXPECT_EQ(number("arcc", inputs({0.4F, 0.3F, 0.2F, 0.1F}, 1, map)), 0) << "the weakest pixels matter most";
}

TEST(Adcc, CountsARiseAsNoDrop) {
    const auto rising = inputs({0, 0, 0, 1}, 0.5, map);
    EXPECT_EQ(number("average-drop", rising), 0);
    EXPECT_EQ(number("increase", rising), 1);
}

TEST(Adcc, IsZeroWhenOnePartFailsAltogether) {
    EXPECT_EQ(number("adcc", inputs({0, 0, 0, 0}, 0.8, map)), 0);  // all of the score lost
    EXPECT_EQ(number("adcc", inputs({0, 0, 0, 0.8F}, 0.8, test::map_of(2, 2, {4, 3, 2, 0}))), 0);  // opposite map
    EXPECT_EQ(harmonic_mean(std::array{1.0, 1.0, 0.0}), 0);
    EXPECT_NEAR(harmonic_mean(std::array{1.0, 0.5, 0.25}), 3.0 / 7, 1e-12);
}

TEST(Adcc, HasNoValueWithoutAScoreToLose) {
    const auto nothing = inputs({0, 0, 0, 0}, 0, map);
    for (const std::string metric : {"average-drop", "adcc"}) {
        EXPECT_FALSE(test::measured(metric, nothing).value) << metric;
        EXPECT_THAT(test::measured(metric, nothing).reason, HasSubstr("score of the image is not above 0"));
    }
    EXPECT_EQ(number("increase", nothing), 0);
}

TEST(Adcc, HasNoCoherencyWithAFlatMap) {
    const auto flat = inputs({0, 0, 0, 1}, 1, test::map_of(2, 2, {1, 1, 1, 1}));
    EXPECT_FALSE(test::measured("coherency", flat).value);
    EXPECT_FALSE(test::measured("adcc", flat).value);
    EXPECT_THAT(test::measured("adcc", flat).reason, HasSubstr("all 4 values are 1"));
    EXPECT_TRUE(test::measured("complexity", flat).value);
}

TEST(Adcc, NeedsAnExplainer) {
    const auto found = test::measured("adcc", test::inputs_of(map, test::linear_scorer({0, 0, 0, 1})));
    EXPECT_FALSE(found.value);
    EXPECT_THAT(found.reason, HasSubstr("no way to explain other images"));
}

TEST(Adcc, ShowsTheModelTheImageAsTheScaledMapDoes) {
    std::vector<float> seen(4);
    const auto found =
        test::measured("average-drop", test::inputs_of(map, [&](std::size_t count, const DrawMask& draw) {
                           EXPECT_EQ(count, 1);
                           draw(0, seen);
                           return std::vector<float>{0.5F};
                       }));
    EXPECT_THAT(seen, testing::ElementsAre(0, 0.25F, 0.5F, 1));
    EXPECT_EQ(found.value, 0.5);
}

}  // namespace
}  // namespace vinoscope
