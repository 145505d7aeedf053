// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/glob.hpp"

#include <gtest/gtest.h>

namespace vinoscope {
namespace {

TEST(GlobMatch, TakesTextLiterally) {
    EXPECT_TRUE(glob_match("a.jpg", "a.jpg"));
    EXPECT_FALSE(glob_match("a.jpg", "a_jpg"));
    EXPECT_FALSE(glob_match("a.jpg", "a.jpgx"));
    EXPECT_FALSE(glob_match("a.jpg", ""));
    EXPECT_TRUE(glob_match("", ""));
}

TEST(GlobMatch, AStarIsAnyText) {
    EXPECT_TRUE(glob_match("*", ""));
    EXPECT_TRUE(glob_match("*.jpg", ".jpg"));
    EXPECT_TRUE(glob_match("a*b*c", "a-b-b-c"));
    EXPECT_TRUE(glob_match("*ab", "aab"));
    EXPECT_TRUE(glob_match("a**", "a"));
    EXPECT_FALSE(glob_match("*.jpg", "a.jpeg"));
    EXPECT_FALSE(glob_match("a*b*c", "a-c-b"));
}

TEST(GlobMatch, IsFastOnPatternsThatBacktrack) {
    EXPECT_FALSE(glob_match("*a*a*a*a*a*a*a*a*a*b", std::string(2000, 'a')));
}

TEST(GlobMatch, AQuestionMarkIsOneCharacter) {
    EXPECT_TRUE(glob_match("?at", "cat"));
    EXPECT_TRUE(glob_match("?.png", "猫.png"));
    EXPECT_FALSE(glob_match("?", ""));
    EXPECT_FALSE(glob_match("?", "ab"));
}

TEST(GlobMatch, SetsHoldCharactersAndRanges) {
    EXPECT_TRUE(glob_match("[a-cx]1", "b1"));
    EXPECT_TRUE(glob_match("[a-cx]1", "x1"));
    EXPECT_FALSE(glob_match("[a-cx]1", "d1"));
    EXPECT_TRUE(glob_match("[!0-9]", "a"));
    EXPECT_FALSE(glob_match("[!0-9]", "5"));
    EXPECT_TRUE(glob_match("[]]", "]"));
    EXPECT_TRUE(glob_match("[a-]", "-"));
    EXPECT_TRUE(glob_match("[a", "[a"));
}

TEST(IsGlob, SeesTheSpecialCharacters) {
    EXPECT_TRUE(is_glob("a*"));
    EXPECT_TRUE(is_glob("?"));
    EXPECT_TRUE(is_glob("[a]"));
    EXPECT_FALSE(is_glob("a.jpg"));
}

}  // namespace
}  // namespace vinoscope
