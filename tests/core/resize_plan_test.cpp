// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/resize_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vinoscope {
namespace {

using testing::Each;
using testing::ElementsAre;

TEST(PlanResize, KeepsEveryPositionOfTheSameSize) {
    const auto taps = plan_resize(3, 3);
    ASSERT_EQ(taps.size(), 3U);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(taps[static_cast<std::size_t>(i)].first, i);
        EXPECT_EQ(taps[static_cast<std::size_t>(i)].weight, 0);
    }
}

TEST(PlanResize, PutsPixelCentresAtHalfPositionsAndRepeatsEdges) {
    // Two pixels with centres at 0.5 and 1.5, read at 0.25, 0.75, 1.25 and 1.75.
    EXPECT_THAT(plan_resize(2, 4), ElementsAre(Tap{0, 1, 0}, Tap{0, 1, 0.25F}, Tap{0, 1, 0.75F}, Tap{1, 1, 0}));
}

TEST(PlanResize, ReadsBetweenTheTwoNearestPixelsWhenItShrinks) {
    EXPECT_THAT(plan_resize(6, 2), ElementsAre(Tap{1, 2, 0}, Tap{4, 5, 0}));
    EXPECT_THAT(plan_resize(4, 2), ElementsAre(Tap{0, 1, 0.5F}, Tap{2, 3, 0.5F}));
}

TEST(PlanResize, PlacesTheSourceWithinTheOutput) {
    // Two pixels over the outputs 1 to 5: as 2 -> 4, and edges repeated outside.
    EXPECT_THAT(
        plan_resize(2, 6, 1, 5),
        ElementsAre(Tap{0, 1, 0}, Tap{0, 1, 0}, Tap{0, 1, 0.25F}, Tap{0, 1, 0.75F}, Tap{1, 1, 0}, Tap{1, 1, 0}));
    EXPECT_THAT(plan_resize(4, 2, -1, 3), ElementsAre(Tap{1, 2, 0}, Tap{2, 3, 0}));
}

TEST(PlanResize, SpreadsOnePixel) {
    EXPECT_THAT(plan_resize(1, 5), Each(Tap{0, 0, 0}));
}

}  // namespace
}  // namespace vinoscope
