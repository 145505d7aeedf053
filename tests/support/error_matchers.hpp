// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "vinoscope/error.hpp"

namespace vinoscope::test {

/// The Error that `action` throws, or nothing.
template <typename Action>
std::optional<Error> error_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// The action threw an Error of this kind, in one line that matches.
MATCHER_P2(IsError, kind, message, "") {
    if (!arg) {
        *result_listener << "nothing was thrown";
        return false;
    }
    const std::string text = arg->what();
    *result_listener << "the message is: " << text;
    return arg->kind() == kind && text.find('\n') == std::string::npos &&
           ::testing::Matches(::testing::Matcher<const std::string&>(message))(text);
}

}  // namespace vinoscope::test
