// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/error.hpp"

#include <gmock/gmock.h>

namespace vinoscope {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST(OneLine, ShowsWhatATerminalWouldObey) {
    EXPECT_EQ(one_line("a\nb\r\nc\td"), "a b  c d");
    EXPECT_EQ(one_line("\x1b[2J\x07\x7f"), "\\x1b[2J\\x07\\x7f");
    EXPECT_EQ(one_line("\xC2\x9B"), "\\xc2\\x9b") << "the control sequence introducer of eight bits";
    EXPECT_EQ(one_line("\xE2\x80\xAE\xE2\x81\xA6"), "\\xe2\\x80\\xae\\xe2\\x81\\xa6") << "marks of direction";
    EXPECT_EQ(one_line("\xE2\x80\xA8"), "\\xe2\\x80\\xa8") << "line separator";
}

TEST(OneLine, LeavesTextAndEscapesWhatIsNone) {
    EXPECT_EQ(one_line("Katze 猫 é 🐱"), "Katze 猫 é 🐱");
    EXPECT_EQ(one_line("a\xFF\xE7\x8C"), "a\\xff\\xe7\\x8c");
    EXPECT_EQ(one_line(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(ErrorMessage, IsOneLine) {
    EXPECT_STREQ(Error(ErrorKind::io, "cannot read a\nb: no\x1b").what(), "cannot read a b: no\\x1b");
}

TEST(ErrorMessage, LosesItsMiddleWhenItIsLong) {
    const Error error(ErrorKind::io, "cannot read " + std::string(100'000, 'x') + ": no such file");
    EXPECT_LT(std::string(error.what()).size(), 2100U);
    EXPECT_THAT(error.what(),
                AllOf(StartsWith("cannot read xxx"), HasSubstr("more bytes"), EndsWith("x: no such file")));
}

TEST(ErrorMessage, IsCutBetweenCharacters) {
    for (int before = 0; before < 4; ++before) {
        std::string text(before, 'x');
        for (int i = 0; i < 2000; ++i) {
            text += "猫";
        }
        const std::string message = Error(ErrorKind::io, text).what();
        EXPECT_EQ(one_line(message), message) << "valid UTF-8";
    }
}

}  // namespace
}  // namespace vinoscope
