// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/parallel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace vinoscope {
namespace {

TEST(ParallelFor, CallsEveryIndexOnce) {
    for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
        std::vector<std::atomic<int>> calls(count);
        parallel_for(count, [&](std::size_t i) { ++calls[i]; });
        EXPECT_THAT(std::vector<int>(calls.begin(), calls.end()), testing::Each(1));
    }
}

TEST(ParallelFor, PassesOnAnExceptionAndStops) {
    std::atomic<int> calls = 0;
    const auto fail_at_once = [&](std::size_t) {
        ++calls;
        throw std::runtime_error("no");
    };
    EXPECT_THROW(parallel_for(100'000, fail_at_once), std::runtime_error);
    EXPECT_LT(calls, 100'000);
}

}  // namespace
}  // namespace vinoscope
