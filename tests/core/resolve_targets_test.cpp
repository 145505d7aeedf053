// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>

#include "support/error_matchers.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const std::vector<float> scores = {0.1F, 0.5F, 0.2F, 0.9F, 0.5F, 0.0F};
const std::vector<std::string> labels = {"tench, Tinca tinca", "tabby_cat", "crane", "Tiger", "crane", "tiger"};

std::vector<std::int64_t> resolve(const TargetRequests& requests) {
    return resolve_targets(requests, scores, labels);
}

TEST(ResolveTargets, KeepsTheAskedOrderWithoutRepeats) {
    EXPECT_THAT(resolve({std::int64_t{4}, std::int64_t{0}, std::int64_t{4}, "Tiger", TopTargets{2}}),
                ElementsAre(4, 0, 3, 1));
}

TEST(ResolveTargets, TopTakesTheHighestScoresFirstAndTheLowerIndexOfEqualOnes) {
    EXPECT_THAT(resolve(top(4)), ElementsAre(3, 1, 4, 2));
    EXPECT_THAT(resolve(top(100)), SizeIs(6));
    const std::vector<float> with_nan = {std::numeric_limits<float>::quiet_NaN(), 1, -2};
    EXPECT_THAT(resolve_targets(top(2), with_nan, {}), ElementsAre(1, 2));
    EXPECT_THAT(error_of([] { resolve(top(0)); }), IsError(ErrorKind::bad_target, HasSubstr("0")));
}

TEST(ResolveTargets, AllAreInTheirOrder) {
    EXPECT_THAT(resolve(all_classes()), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(ResolveTargets, AnExactNameWinsOverOneThatDiffersInCase) {
    EXPECT_THAT(resolve({"tiger"}), ElementsAre(5));
    EXPECT_THAT(resolve({"TIGER"}), ElementsAre(3, 5));
}

TEST(ResolveTargets, SpaceAndUnderscoreAreTheSame) {
    EXPECT_THAT(resolve({"Tabby cat"}), ElementsAre(1));
}

TEST(ResolveTargets, SynonymsAreFound) {
    EXPECT_THAT(resolve({"tinca_tinca"}), ElementsAre(0));
    EXPECT_THAT(resolve({"tench"}), ElementsAre(0));
    EXPECT_THAT(resolve({"tench, Tinca tinca"}), ElementsAre(0));
}

TEST(ResolveTargets, ANameOfSeveralClassesStandsForAllOfThem) {
    EXPECT_THAT(resolve({"crane"}), ElementsAre(2, 4));
}

TEST(ResolveTargets, SaysWhichIndicesThereAre) {
    for (const std::int64_t index : {std::int64_t{-1}, std::int64_t{6}, std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_THAT(error_of([&] { resolve({index}); }),
                    IsError(ErrorKind::bad_target, AllOf(HasSubstr(std::to_string(index)), HasSubstr("0 to 5"))));
    }
}

TEST(ResolveTargets, SuggestsNames) {
    EXPECT_THAT(
        error_of([] { resolve({"tabbi_cat"}); }),
        IsError(ErrorKind::bad_target, AllOf(HasSubstr("\"tabbi_cat\""), HasSubstr("did you mean tabby_cat?"))));
    EXPECT_THAT(error_of([] { resolve({""}); }), IsError(ErrorKind::bad_target, testing::_));
    EXPECT_THAT(error_of([] { return resolve_targets({"tabby"}, scores, {}); }),
                IsError(ErrorKind::bad_target, HasSubstr("no labels")));
}

TEST(ResolveTargets, ALabelBeyondTheScoresIsNoClass) {
    EXPECT_THAT(error_of([] {
                    return resolve_targets({"b"}, {1.0F}, {"a", "b"});
                }),
                IsError(ErrorKind::bad_target, HasSubstr("0 to 0")));
}

}  // namespace
}  // namespace vinoscope
