// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/option.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::HasSubstr;

template <class Struct>
Option<Struct> option_called(std::string_view name) {
    const auto options = list_options<Struct>();
    return *std::ranges::find(options, name, &Option<Struct>::name);
}

TEST(Option, SetsEnumerationsByName) {
    ExplainerOptions options;
    option_called<ExplainerOptions>("precision").set(options, "bf16");
    option_called<ExplainerOptions>("score").set(options, "raw");
    option_called<ExplainerOptions>("blank").set(options, "last");
    option_called<ExplainerOptions>("augment").set(options, "flips");
    EXPECT_EQ(options.precision, Precision::bf16);
    EXPECT_EQ(options.score, ScoreConversion::raw);
    EXPECT_EQ(options.blank, BlankClass::last);
    EXPECT_EQ(options.augment, Augmentation::flips);
    EXPECT_EQ(option_called<ExplainerOptions>("precision").text(options), "bf16");
    Preprocess preprocess;
    option_called<Preprocess>("resize").set(preprocess, "corner");
    EXPECT_EQ(preprocess.resize, ResizeMode::corner);
    option_called<Preprocess>("resize").set(preprocess, "crop");
    EXPECT_EQ(preprocess.resize, ResizeMode::crop);
}

TEST(Option, RefusesOtherNamesWithAllOfThem) {
    ExplainerOptions options;
    const auto error_for = [&](std::string_view name, std::string_view text) {
        return error_of([&] { option_called<ExplainerOptions>(name).set(options, text); });
    };
    EXPECT_THAT(error_for("precision", "fp32"),
                IsError(ErrorKind::usage, AllOf(HasSubstr("'fp32'"), HasSubstr("auto, f32, f16"))));
    EXPECT_THAT(error_for("score", "log"), IsError(ErrorKind::usage, HasSubstr("sigmoid")));
    EXPECT_THAT(error_for("blank", "middle"), IsError(ErrorKind::usage, HasSubstr("first")));
    EXPECT_THAT(error_for("augment", "scales"), IsError(ErrorKind::usage, HasSubstr("flips")));
    EXPECT_EQ(options.precision, Precision::automatic);
}

TEST(Option, ChecksEachValueOfAList) {
    Preprocess preprocess;
    preprocess.pad = {10, 20, 300};
    EXPECT_THAT(error_of([&] { check_options(preprocess); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("from 0 to 255"), HasSubstr("pad"), HasSubstr("300"))));
    preprocess.pad = {10, 20, 30};
    check_options(preprocess);
}

}  // namespace
}  // namespace vinoscope
