// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/map_status.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace vinoscope {
namespace {

using testing::HasSubstr;

TEST(MapStatus, IsOkWhenTwoValuesDiffer) {
    for (const auto& values : {std::vector<float>{1, 1, 1.02F}, {0, 1e-30F}, {-1e-20F, 0}}) {
        const auto found = status_of(values);
        EXPECT_EQ(found.status, MapStatus::ok);
        EXPECT_EQ(found.reason, "");
    }
}

TEST(MapStatus, IsFlatWhenValuesDifferByRounding) {
    const auto of_values = status_of(std::vector<float>{1, 1, 1.0000001F});
    EXPECT_EQ(of_values.status, MapStatus::flat);
    EXPECT_THAT(of_values.reason, HasSubstr("3 values differ by at most 1e-07, which is rounding"));
    const std::vector<float> differences = {1e-9F, -1e-9F};
    EXPECT_EQ(status_of(differences).status, MapStatus::ok);
    EXPECT_EQ(status_of(differences, 0.5F).status, MapStatus::flat);
    EXPECT_EQ(status_of(differences, 1e-3F).status, MapStatus::ok);
}

TEST(MapStatus, SeesFlatMaps) {
    const auto found = status_of(std::vector<float>{0.5F, 0.5F});
    EXPECT_EQ(found.status, MapStatus::flat);
    EXPECT_THAT(found.reason, HasSubstr("all 2 values are 0.5"));
    EXPECT_EQ(status_of({}).status, MapStatus::flat);
}

TEST(MapStatus, SeesValuesThatAreNoNumbers) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    constexpr float inf = std::numeric_limits<float>::infinity();
    const auto found = status_of(std::vector<float>{1, nan, -inf, 2});
    EXPECT_EQ(found.status, MapStatus::not_finite);
    EXPECT_THAT(found.reason, HasSubstr("2 of 4"));
    EXPECT_EQ(status_of(std::vector<float>{nan, nan}).status, MapStatus::not_finite);
}

TEST(MapStatus, SeesNearlyFlatMaps) {
    const auto found = status_of(std::vector<float>{2, 1.99F, 1.995F});
    EXPECT_EQ(found.status, MapStatus::nearly_flat);
    EXPECT_THAT(found.reason, HasSubstr("differ by 0.5 % of the largest, from 1.99 to 2"));
    EXPECT_EQ(status_of(std::vector<float>{-0.01F, 0.01F}).status, MapStatus::ok);
    EXPECT_TRUE(is_usable(MapStatus::nearly_flat));
    EXPECT_FALSE(is_usable(MapStatus::flat));
}

TEST(MapStatus, HasNames) {
    EXPECT_EQ(to_string(MapStatus::ok), "ok");
    EXPECT_EQ(to_string(MapStatus::flat), "flat");
    EXPECT_EQ(to_string(MapStatus::not_finite), "not_finite");
}

}  // namespace
}  // namespace vinoscope
