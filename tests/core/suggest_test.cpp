// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/internal/suggest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vinoscope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> animals = {
    "tench, Tinca tinca", "tabby", "tiger cat", "Egyptian cat", "Chihuahua", "tubby"};

TEST(NearestNames, ForgivesTypingErrorsAndCase) {
    EXPECT_THAT(nearest_names("TABY", animals, 1), ElementsAre("tabby"));
    EXPECT_THAT(nearest_names("chiwawa", animals), ElementsAre("Chihuahua"));
}

TEST(NearestNames, PutsNamesThatContainTheWordFirst) {
    EXPECT_THAT(nearest_names("cat", animals), ElementsAre("tiger cat", "Egyptian cat"));
}

TEST(NearestNames, LooksAtSynonyms) {
    EXPECT_THAT(nearest_names("tinka tinka", animals), ElementsAre("tench, Tinca tinca"));
}

TEST(NearestNames, LooksAtSingleWords) {
    EXPECT_THAT(nearest_names("tabbi", std::vector<std::string>{"baby_bib", "tabby_cat"}, 1), ElementsAre("tabby_cat"));
    EXPECT_THAT(nearest_names("egiptian", animals, 1), ElementsAre("Egyptian cat"));
}

TEST(NearestNames, KeepsTheGivenOrderOfEquallyNearNames) {
    EXPECT_THAT(nearest_names("tibby", animals), ElementsAre("tabby", "tubby"));
    EXPECT_THAT(nearest_names("tibby", std::vector<std::string>{"tubby", "tabby", "tubby"}),
                ElementsAre("tubby", "tabby"));
}

TEST(NearestNames, LeavesOutWhatHasNothingInCommon) {
    EXPECT_THAT(nearest_names("xyz", animals), IsEmpty());
    EXPECT_THAT(nearest_names("", animals), IsEmpty());
    EXPECT_THAT(nearest_names("tabby", {}), IsEmpty());
}

TEST(NearestNames, DoesNotMultiplyTheLengthsOfHugeNames) {
    const std::vector<std::string> names = {std::string(2'000'000, 'y'), "tabby", "a" + std::string(2'000'000, 'x')};
    EXPECT_THAT(nearest_names(std::string(2'000'000, 'x'), names), ElementsAre(names[2]));
    EXPECT_THAT(nearest_names("tibby", names), ElementsAre("tabby"));
}

TEST(DidYouMean, MakesOnePhrase) {
    EXPECT_EQ(did_you_mean("tabbi", std::vector<std::string>{"tabby"}), "; did you mean tabby?");
    EXPECT_EQ(did_you_mean("ab", std::vector<std::string>{"aba", "abb", "abc"}), "; did you mean aba, abb or abc?");
    EXPECT_EQ(did_you_mean("xyz", animals), "");
}

}  // namespace
}  // namespace vinoscope
