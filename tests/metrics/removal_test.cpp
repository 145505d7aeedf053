// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "metrics/cases.hpp"

namespace vinoscope {
namespace {

// A model whose score is the sum of the visible weights: an exact map of it is known.
class OfALinearModel : public testing::Test {
protected:
    static double value(const std::string& metric, const std::vector<float>& values) {
        const auto map = test::map_of(20, 20, values);
        return test::measured(metric, test::inputs_of(map, test::linear_scorer(weights))).value.value();
    }

    inline static const std::vector<float> weights = test::some_weights(400);
};

TEST_F(OfALinearModel, AnExactMapIsAboveChanceAboveItsOpposite) {
    for (const std::string metric : {"srg", "saco", "idsds"}) {
        const double exact = value(metric, weights);
        const double chance = value(metric, test::random_values(400, 3));
        const double opposite = value(metric, test::negated(weights));
        EXPECT_GT(exact, chance + 0.1) << metric;
        EXPECT_GT(chance, opposite + 0.1) << metric;
    }
    // What the strongest pixels alone lack; lower is better.
    EXPECT_LT(value("sufficiency", weights), value("sufficiency", test::random_values(400, 3)));
    EXPECT_LT(value("sufficiency", test::random_values(400, 3)), value("sufficiency", test::negated(weights)));
}

TEST_F(OfALinearModel, AnExactMapOrdersAllCells) {
    EXPECT_NEAR(value("idsds", weights), 1, 1e-6);
    EXPECT_NEAR(value("idsds", test::negated(weights)), -1, 1e-6);
    EXPECT_NEAR(value("saco", weights), 1, 1e-6);
    EXPECT_NEAR(value("saco", test::negated(weights)), -1, 1e-6);
}

// With one region that has all of the score: removed first, the curve is 1, 0, ..., 0, removed last 1, ..., 1, 0; areas
// of 25 steps by the trapezoidal rule are 0.5 / 25 and 24.5 / 25.
TEST(SymmetricRelevanceGain, IsTheAreaBetweenTheCurves) {
    std::vector<float> only(100);
    for (std::size_t y = 2; y < 4; ++y)
        for (std::size_t x = 6; x < 8; ++x)
            only[10 * y + x] = 0.25F;
    const auto map = test::map_of(10, 10, only);
    EXPECT_NEAR(test::measured("srg", test::inputs_of(map, test::linear_scorer(only))).value.value(), 24.0 / 25, 1e-6);
}

// The pixels with the weights 4, 3, 2, 1 of 10, of which 1, 5, 10, 20 and 50 % are at least one pixel: 4/10 four times,
// 7/10 once.
TEST(Sufficiency, IsWhatTheStrongestPixelsLack) {
    const std::vector<float> weights = {0.4F, 0.3F, 0.2F, 0.1F};
    const auto map = test::map_of(2, 2, weights);
    EXPECT_NEAR(test::measured("sufficiency", test::inputs_of(map, test::linear_scorer(weights))).value.value(),
                1 - (4 * 0.4 + 0.7) / 5,
                1e-6);
}

// M is 1 at half of the weight and 0 elsewhere: the masked score is 0.5; an image score of 0.2 gains 0.3 of the
// possible 0.8.
TEST(AverageGain, IsTheShareOfWhatCouldBeGained) {
    const auto map = test::map_of(1, 2, {1, 0});
    const auto gain = [&](double image_score) {
        return test::measured("average-gain", test::inputs_of(map, test::linear_scorer({0.5F, 0.5F}), image_score));
    };
    EXPECT_NEAR(gain(0.2).value.value(), 0.3 / 0.8, 1e-6);
    EXPECT_EQ(gain(0.9).value, 0.0);
    EXPECT_EQ(gain(1).value, 0.0);
}

double on_object(const std::string& metric, const SaliencyMap& map, const GroundTruth& truth) {
    auto inputs = test::inputs_of(map, test::linear_scorer(std::vector<float>(map.values.size(), 1)));
    inputs.truth = &truth;
    return test::measured(metric, std::move(inputs)).value.value();
}

// The left column of three is the object: 2 of 6 pixels.
const GroundTruth left{.height = 2, .width = 3, .boxes = {{0, 0, 1, 2}}};

TEST(RelevanceOnObject, HasClosedForms) {
    const auto map = test::map_of(2, 3, {6, -5, 2, 1, 1, 0});
    EXPECT_NEAR(on_object("relevance-mass", map, left), 7.0 / 10, 1e-6);
    // The two strongest are 6 (inside) and 2 (outside).
    EXPECT_NEAR(on_object("relevance-rank", map, left), 0.5, 1e-6);
    // Pairs of an inside value and an outside one: 6 beats all 4; 1 beats -5 and 0, is equal to 1, is below 2.
    EXPECT_NEAR(on_object("roc-auc", map, left), (4 + 2 + 0.5) / 8, 1e-6);
    EXPECT_NEAR(on_object("top-k-intersection", map, left), 2.0 / 6, 1e-6);
}

TEST(RelevanceOnObject, IsFullForTheObjectItself) {
    const auto mask = test::map_of(2, 3, {1, 0, 0, 1, 0, 0});
    for (const std::string metric : {"relevance-mass", "relevance-rank", "roc-auc"})
        EXPECT_NEAR(on_object(metric, mask, left), 1, 1e-6) << metric;
}

TEST(RocAuc, DoesNotChangeUnderMonotoneTransforms) {
    auto map = test::map_of(2, 3, test::random_values(6, 5));
    const double before = on_object("roc-auc", map, left);
    for (auto& value : map.values)
        value = std::exp(3 * value);
    EXPECT_NEAR(on_object("roc-auc", map, left), before, 1e-9);
}

MetricInputs with_noise(const SaliencyMap& map, const SaliencyMap& noisy) {
    auto inputs = test::inputs_of(map, test::linear_scorer(std::vector<float>(map.values.size(), 1)));
    inputs.explain_noisy = [&noisy](std::size_t) { return noisy; };
    inputs.explain_masked = [&map] { return map; };
    inputs.explain_other = [&map] { return map; };
    inputs.noise_of_input = [](std::size_t index) { return index == 0 ? 0.1 : 0.2; };
    inputs.noise_of_score = [](std::size_t) { return 0.05; };
    return inputs;
}

// |(0, 4) - (3, 4)| / |(3, 4)| = 3 / 5, over the smallest change of the input, 0.1, and of the score, 0.05.
TEST(RelativeStability, DividesTheChangeOfTheMapByThatOfItsCause) {
    const auto map = test::map_of(1, 2, {3, 4});
    const auto noisy = test::map_of(1, 2, {0, 4});
    EXPECT_NEAR(test::measured("ris", with_noise(map, noisy)).value.value(), 6, 1e-6);
    EXPECT_NEAR(test::measured("ros", with_noise(map, noisy)).value.value(), 12, 1e-6);
}

TEST(RandomLogit, IsTheRankCorrelationWithTheOtherMap) {
    const auto map = test::map_of(1, 4, {1, 2, 3, 4});
    const auto other = test::map_of(1, 4, {2, 1, 3, 4});
    auto inputs = test::inputs_of(map, test::linear_scorer({1, 1, 1, 1}));
    inputs.explain_other = [&other] { return other; };
    inputs.explain_masked = [&map] { return map; };
    inputs.explain_noisy = [&map](std::size_t) { return map; };
    // Spearman: 1 - 6 * 2 / (4 * 15).
    EXPECT_NEAR(test::measured("random-logit", std::move(inputs)).value.value(), 0.8, 1e-6);
}

// Two values have the entropy log 2, four different ones log 4: twice as much.
TEST(EfficientRandomisation, IsTheRelativeGainOfEntropy) {
    const auto map = test::map_of(1, 4, {0, 0, 1, 1});
    const auto random = test::map_of(1, 4, {0, 1, 2, 3});
    auto inputs = test::inputs_of(map, test::linear_scorer({1, 1, 1, 1}));
    inputs.explain_randomised = [&random] { return random; };
    EXPECT_NEAR(test::measured("emprt", std::move(inputs)).value.value(), 1, 1e-6);
}

}  // namespace
}  // namespace vinoscope
