// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/error_matchers.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::VariantWith;

auto is_index(std::int64_t index) {
    return VariantWith<std::int64_t>(index);
}

auto is_label(const std::string& name) {
    return VariantWith<std::string>(name);
}

auto is_top(int count) {
    return VariantWith<TopTargets>(Field(&TopTargets::count, count));
}

TEST(ParseTargets, ReadsEveryFormInOrder) {
    EXPECT_THAT(
        parse_targets("285, tabby cat,top:3 ,all,-1"),
        ElementsAre(
            is_index(285), is_label("tabby cat"), is_top(3), VariantWith<AllTargets>(testing::_), is_index(-1)));
}

TEST(ParseTargets, TakesAnyLabelWithThePrefix) {
    EXPECT_THAT(parse_targets("label:tench, Tinca tinca"), ElementsAre(is_label("tench, Tinca tinca")));
    EXPECT_THAT(parse_targets("label:all"), ElementsAre(is_label("all")));
    EXPECT_THAT(parse_targets("label:7"), ElementsAre(is_label("7")));
}

TEST(ParseTargets, TakesWordsThatOnlyResembleTheFormsForLabels) {
    EXPECT_THAT(parse_targets("top,-,3d,1.5"),
                ElementsAre(is_label("top"), is_label("-"), is_label("3d"), is_label("1.5")));
}

TEST(ParseTargets, RejectsBadItems) {
    for (const char* text : {"",
                             " ",
                             "285,",
                             ",285",
                             "1,,2",
                             "top:0",
                             "top:-1",
                             "top:",
                             "top:x",
                             "top:99999999999",
                             "99999999999999999999",
                             "label:",
                             "285,label:tabby"}) {
        EXPECT_THAT(error_of([&] { return parse_targets(text); }), IsError(ErrorKind::usage, HasSubstr("top:COUNT")))
            << text;
    }
}

TEST(TargetHelpers, MakeOneRequest) {
    EXPECT_THAT(top(4), ElementsAre(is_top(4)));
    EXPECT_THAT(all_classes(), ElementsAre(VariantWith<AllTargets>(testing::_)));
}

}  // namespace
}  // namespace vinoscope
