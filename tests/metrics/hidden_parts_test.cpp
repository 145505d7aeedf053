// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/hidden_parts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/cases.hpp"
#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using testing::HasSubstr;

constexpr int height = 18;
constexpr int width = 27;
constexpr int places = height * width;

MetricInputs linear_case(const SaliencyMap& map) {
    return test::inputs_of(map, test::linear_scorer(test::some_weights(places)));
}

double value_of_map(const std::string& metric, std::vector<float> values) {
    const auto map = test::map_of(height, width, std::move(values));
    return test::measured(metric, linear_case(map)).value.value();
}

// What a linear model loses without a part is exactly the sum of its weights there.
TEST(MuFidelity, IsOneForTheWeightsOfALinearModel) {
    const auto weights = test::some_weights(places);
    EXPECT_NEAR(value_of_map("mufidelity", weights), 1, 1e-4);
    EXPECT_NEAR(value_of_map("mufidelity", test::negated(weights)), -1, 1e-4);
    EXPECT_NEAR(value_of_map("mufidelity", test::random_values(places, 3)), 0, 0.4);
}

TEST(MuFidelity, HidesAFifthOfTheCells) {
    const auto map = test::map_of(height, width, test::some_weights(places));
    const auto scorer = [](std::size_t count, const DrawMask& draw) {
        std::vector<float> mask(places);
        for (std::size_t i = 0; i < count; ++i) {
            draw(i, mask);
            EXPECT_EQ(std::count(mask.begin(), mask.end(), 0.0F), 16 * 2 * 3);  // 16 of 81 cells of 2 x 3 pixels
        }
        return std::vector<float>(count, 0.5F);
    };
    const auto found = test::measured("mufidelity", test::inputs_of(map, scorer));
    EXPECT_FALSE(found.value);
    EXPECT_THAT(found.reason, HasSubstr("no hidden part changed the score"));
}

TEST(Infidelity, IsZeroForTheWeightsOfALinearModelWhateverTheirScale) {
    auto weights = test::some_weights(places);
    EXPECT_NEAR(value_of_map("infidelity", weights), 0, 1e-6);
    for (auto& weight : weights)
        weight *= 1000;
    EXPECT_NEAR(value_of_map("infidelity", weights), 0, 1e-6);
}

TEST(Infidelity, RanksTheTrueWeightsAboveChanceAboveTheirOpposite) {
    const auto weights = test::some_weights(places);
    auto chance = test::random_values(places, 3);
    for (auto& value : chance)
        value += 1;
    const double by_chance = value_of_map("infidelity", chance);
    EXPECT_GT(by_chance, 1e-4);
    EXPECT_LT(by_chance, value_of_map("infidelity", test::negated(weights)));
}

TEST(HiddenParts, DependOnTheSeedAlone) {
    const auto map = test::map_of(height, width, test::random_values(places, 3));
    auto inputs = linear_case(map);
    for (const std::string metric : {"mufidelity", "infidelity"}) {
        inputs.options.seed = 0;
        const auto first = test::measured(metric, inputs).value;
        EXPECT_EQ(test::measured(metric, inputs).value, first);
        inputs.options.seed = 1;
        EXPECT_NE(test::measured(metric, inputs).value, first);
    }
}

TEST(HiddenParts, RefuseTooFew) {
    const auto map = test::map_of(height, width, test::some_weights(places));
    auto inputs = linear_case(map);
    inputs.options.subsets = 1;
    EXPECT_THAT(test::error_of([&] { test::measured("mufidelity", inputs); }),
                test::IsError(ErrorKind::usage, HasSubstr("at least 2 random subsets")));
}

}  // namespace
}  // namespace vinoscope
