// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/cases.hpp"
#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using testing::HasSubstr;

const SaliencyMap map = test::map_of(1, 3, {0, 3, 4});

MetricInputs inputs(std::function<SaliencyMap(std::size_t)> explain_noisy) {
    auto result = test::inputs_of(map, test::linear_scorer({0, 0, 1}));
    result.explain_masked = [] { return map; };
    result.explain_noisy = std::move(explain_noisy);
    result.options.noisy_images = 3;
    return result;
}

TEST(MaxSensitivity, IsTheLargestRelativeDistance) {
    // Scaled to 0..1 the map is (0, .75, 1), of norm 1.25; the second noisy one, (1, .75, 0), is sqrt(2) away.
    const std::vector<SaliencyMap> noisy = {map, test::map_of(1, 3, {4, 3, 0}), test::map_of(1, 3, {0, 2, 4})};
    const auto found = test::measured("max-sensitivity", inputs([&](std::size_t i) { return noisy[i]; }));
    EXPECT_NEAR(*found.value, std::sqrt(2.0) / 1.25, 1e-6);
}

TEST(MaxSensitivity, IsZeroForAMapThatNoiseDoesNotChange) {
    const auto scaled = [](std::size_t) { return test::map_of(1, 3, {10, 16, 18}); };
    EXPECT_NEAR(*test::measured("max-sensitivity", inputs(scaled)).value, 0, 1e-6);
}

TEST(MaxSensitivity, HasNoValueWhenAMapBecomesFlat) {
    const auto flat = [](std::size_t) { return test::map_of(1, 3, {1, 1, 1}); };
    const auto found = test::measured("max-sensitivity", inputs(flat));
    EXPECT_FALSE(found.value);
    EXPECT_THAT(found.reason, HasSubstr("all 3 values are 1"));
}

TEST(MaxSensitivity, RefusesNoNoise) {
    auto none = inputs([](std::size_t) { return map; });
    none.options.noisy_images = 0;
    EXPECT_THAT(test::error_of([&] { test::measured("max-sensitivity", none); }),
                test::IsError(ErrorKind::usage, HasSubstr("at least 1 noisy image")));
}

}  // namespace
}  // namespace vinoscope
