// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "core/file.hpp"

namespace vinoscope {
namespace {

TEST(SafeFileName, LeavesOrdinaryNamesAsTheyAre) {
    for (const char* name :
         {"microwave", "flat-coated_retriever", "206", "tabby cat", "St. Bernard", "crème brûlée", "猫"}) {
        EXPECT_EQ(safe_file_name(name), name);
    }
}

TEST(SafeFileName, ReplacesWhatSomeSystemForbids) {
    EXPECT_EQ(safe_file_name("a/b\\c"), "a_b_c");
    EXPECT_EQ(safe_file_name("<a>:\"b\"|c?*"), "_a___b__c__");
    EXPECT_EQ(safe_file_name("a\nb\tc\x7F"), "a_b_c_");
    EXPECT_EQ(safe_file_name("a\xC2\x85z"), "a_z");  // U+0085, next line
    EXPECT_EQ(safe_file_name(std::string_view("a\0b", 3)), "a_b");
}

TEST(SafeFileName, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(safe_file_name("a\xFFz"), "a_z");
    EXPECT_EQ(safe_file_name("a\xC3"), "a_");
    EXPECT_EQ(safe_file_name("\xE7\x8C"), "__");
}

TEST(SafeFileName, NeverLeavesItsFolder) {
    for (const char* label :
         {"..", ".", "../x", "../../etc/passwd", "/etc/passwd", "..\\..\\x", "C:\\x", "a/../../b"}) {
        const std::filesystem::path name = safe_file_name(label);
        EXPECT_EQ(name, name.filename()) << label;
        EXPECT_EQ(name.lexically_normal(), name) << label;
        EXPECT_NE(name.string().front(), '.') << label;
    }
}

TEST(SafeFileName, HasNoTrailingDotOrSpace) {
    EXPECT_EQ(safe_file_name("etc."), "etc_");
    EXPECT_EQ(safe_file_name("cat "), "cat_");
}

TEST(SafeFileName, AvoidsWindowsDevices) {
    EXPECT_EQ(safe_file_name("con"), "_con");
    EXPECT_EQ(safe_file_name("Aux.txt"), "_Aux.txt");
    EXPECT_EQ(safe_file_name("LPT1"), "_LPT1");
    EXPECT_EQ(safe_file_name("console"), "console");
    EXPECT_EQ(safe_file_name("com"), "com");
}

TEST(SafeFileName, IsNeverEmpty) {
    EXPECT_EQ(safe_file_name(""), "_");
}

TEST(SafeFileName, CutsLongNamesBetweenCharacters) {
    EXPECT_EQ(safe_file_name(std::string(300, 'a')), std::string(200, 'a'));
    std::string cats;
    for (int i = 0; i < 100; ++i) {
        cats += "猫";  // three bytes
    }
    EXPECT_EQ(safe_file_name(cats), cats.substr(0, 198));
    EXPECT_EQ(safe_file_name(std::string(199, 'a') + ".b"), std::string(199, 'a') + "_");
}

}  // namespace
}  // namespace vinoscope
