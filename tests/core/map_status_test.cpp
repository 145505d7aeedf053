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
    const auto found = status_of(std::vector<float>{1, 1, 1.0000001F});
    EXPECT_EQ(found.status, MapStatus::ok);
    EXPECT_EQ(found.reason, "");
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

TEST(MapStatus, HasNames) {
    EXPECT_EQ(to_string(MapStatus::ok), "ok");
    EXPECT_EQ(to_string(MapStatus::flat), "flat");
    EXPECT_EQ(to_string(MapStatus::not_finite), "not_finite");
}

}  // namespace
}  // namespace vinoscope
