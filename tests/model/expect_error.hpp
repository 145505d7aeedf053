// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "vinoscope/error.hpp"

namespace vinoscope::test {

/// Runs `action`, which must throw an Error of that kind, with a message of one line that holds every word.
inline void expect_error(ErrorKind kind, const std::vector<std::string>& words, const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        const std::string message = error.what();
        EXPECT_EQ(error.kind(), kind) << message;
        EXPECT_THAT(message, testing::Not(testing::HasSubstr("\n")));
        for (const auto& word : words) {
            EXPECT_THAT(message, testing::HasSubstr(word));
        }
        return;
    }
    ADD_FAILURE() << "no error";
}

}  // namespace vinoscope::test
