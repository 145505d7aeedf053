// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support/error_matchers.hpp"

namespace vinoscope::test {

/// `action` must throw an Error of that kind whose message holds every word.
template <typename Action>
void expect_error(ErrorKind kind, const std::vector<std::string>& words, Action action) {
    std::vector<testing::Matcher<const std::string&>> all = {testing::A<const std::string&>()};
    for (const auto& word : words) {
        all.emplace_back(testing::HasSubstr(word));
    }
    EXPECT_THAT(error_of(action), IsError(kind, testing::AllOfArray(all)));
}

}  // namespace vinoscope::test
