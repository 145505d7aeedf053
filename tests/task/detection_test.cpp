// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <limits>

#include "support/error_matchers.hpp"
#include "task/boxes.hpp"
#include "task/tasks.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> labels = {"cat", "dog", "bird"};

// An input of 100x100 pixels shows an image of 400x200: half of its area, letterboxed in the middle.
AnswerContext context() {
    return {.labels = labels, .classes = 3, .frame = {100, 100, 200, 400, {0, -100, 400, 300}}, .min_score = 0.25};
}

Answer saying(std::vector<Detection> detections) {
    Answer answer;
    answer.detections = std::move(detections);
    return answer;
}

const Answer two_cats_and_a_dog = saying({{{10, 40, 30, 60}, 0, 0.5F},
                                          {{60, 40, 80, 60}, 0, 0.75F},
                                          {{10, 40, 30, 60}, 1, 0.625F},
                                          {{0, 0, 9, 9}, 2, 0.125F}});

std::vector<std::string> names(const ResolvedTargets& resolved_targets) {
    std::vector<std::string> result;
    for (const auto& resolved : resolved_targets)
        result.push_back(resolved.name.empty() ? resolved.label : resolved.name);
    return result;
}

ResolvedTargets ask(const TargetRequests& requests, const AnswerContext& about = context()) {
    return box_targets(requests, two_cats_and_a_dog, about);
}

TEST(Overlap, IsIntersectionOverUnion) {
    EXPECT_FLOAT_EQ(overlap({0, 0, 2, 2}, {1, 1, 3, 3}), 1.0F / 7);
    EXPECT_FLOAT_EQ(overlap({0, 0, 2, 2}, {0, 0, 2, 2}), 1);
    EXPECT_FLOAT_EQ(overlap({0, 0, 2, 2}, {2, 0, 4, 2}), 0) << "they only touch";
    EXPECT_FLOAT_EQ(overlap({1, 1, 1, 1}, {1, 1, 1, 1}), 0) << "never 0/0";
    EXPECT_FLOAT_EQ(overlap({2, 2, 0, 0}, {0, 0, 2, 2}), 0) << "inside out";
}

TEST(BestDetections, SuppressRepeatedCandidatesOnly) {
    auto answer = saying({{{0, 0, 10, 10}, 0, 0.5F}, {{1, 0, 11, 10}, 0, 0.75F}, {{1, 0, 11, 10}, 1, 0.625F}});
    EXPECT_THAT(best_detections(answer, 0.25), ElementsAre(1, 2, 0));
    answer.candidates = true;
    EXPECT_THAT(best_detections(answer, 0.25), ElementsAre(1, 2));
    EXPECT_THAT(best_detections(answer, 0.7), ElementsAre(1));
}

TEST(Boxes, AreListedInPixelsOfTheImage) {
    const auto found = box_predictions(two_cats_and_a_dog, context(), 5);
    ASSERT_EQ(found.size(), 3U) << "the bird has too low a score";
    EXPECT_EQ(found[0].label, "cat");
    EXPECT_EQ(found[0].score, 0.75F);
    ASSERT_TRUE(found[0].box);
    EXPECT_FLOAT_EQ(found[0].box->x1, 240);
    EXPECT_FLOAT_EQ(found[0].box->y1, 60);
    EXPECT_FLOAT_EQ(found[0].box->x2, 320);
    EXPECT_FLOAT_EQ(found[0].box->y2, 140);
    EXPECT_EQ(found[1].label, "dog");
    EXPECT_EQ(box_predictions(two_cats_and_a_dog, context(), 1).size(), 1U);
}

TEST(Boxes, AreAskedByNumberOrLabel) {
    EXPECT_THAT(names(ask({PredictedBox{std::int64_t{1}}, PredictedBox{"cat"}})),
                ElementsAre("dog_box_1", "cat_box_0", "cat_box_2"));
    EXPECT_THAT(names(ask(top(2))), ElementsAre("cat_box_0", "dog_box_1"));
    EXPECT_THAT(names(ask({AllTargets{}})), ElementsAre("cat_box_0", "dog_box_1", "cat_box_2"));
    auto by_class = context();
    by_class.by_class = true;
    EXPECT_THAT(names(ask({AllTargets{}}, by_class)), ElementsAre("cat", "dog"));
    EXPECT_THAT(names(ask(top(1), by_class)), ElementsAre("cat"));
}

// D-RISE, equation 1, by hand.
TEST(Boxes, ScoreOverlapTimesConfidenceOfTheBest) {
    const auto resolved = ask({PredictedBox{std::int64_t{0}}}).at(0);
    EXPECT_FALSE(resolved.by_class);
    EXPECT_FLOAT_EQ(resolved.score(two_cats_and_a_dog), 0.75F);
    const auto moved = saying({{{60, 40, 80, 50}, 0, 0.5F}, {{60, 40, 80, 45}, 0, 0.875F}, {{60, 40, 80, 60}, 1, 1}});
    EXPECT_FLOAT_EQ(resolved.score(moved), 0.25F) << "half of the box with a score of a half; a dog is no cat";
    EXPECT_EQ(resolved.score(saying({})), 0);
    EXPECT_EQ(resolved.score(saying({{{0, 0, 20, 20}, 0, 1}})), 0) << "elsewhere";
}

// PredictedBox::side, by hand: the second cat is 20 wide and high, from (60, 40) on.
TEST(Boxes, ScoreHowFarASideStays) {
    const auto of = [](BoxSide side) { return ask({PredictedBox{std::int64_t{0}, side}}).at(0); };
    const auto moved = saying({{{65, 40, 80, 70}, 0, 0.5F}, {{60, 40, 80, 60}, 0, 0.1F}, {{60, 40, 80, 60}, 1, 1}});
    EXPECT_EQ(of(BoxSide::left).name, "cat_box_0_left");
    EXPECT_FLOAT_EQ(of(BoxSide::left).score(two_cats_and_a_dog), 1);
    EXPECT_FLOAT_EQ(of(BoxSide::left).score(moved), 0.75F) << "of the box that D-RISE finds again";
    EXPECT_FLOAT_EQ(of(BoxSide::top).score(moved), 1);
    EXPECT_FLOAT_EQ(of(BoxSide::right).score(moved), 1);
    EXPECT_FLOAT_EQ(of(BoxSide::bottom).score(moved), 0.5F);
    EXPECT_EQ(of(BoxSide::left).score(saying({})), 0);
    EXPECT_EQ(of(BoxSide::left).score(saying({{{0, 0, 20, 20}, 0, 1}})), 0) << "elsewhere";
    const auto given = ask({GivenBox{{240, 60, 320, 140}, "cat", BoxSide::bottom}}).at(0);
    EXPECT_FLOAT_EQ(given.score(moved), 0.5F) << "pixels of the image";
}

TEST(Boxes, ThatNoOutputStatesHaveNoSides) {
    const auto everywhere = saying({{{0, 0, 100, 100}, 0, 0.5F}, {{0, 0, 100, 100}, 1, 0.75F}});
    EXPECT_THAT(error_of([&] {
                    box_targets({PredictedBox{std::int64_t{0}, BoxSide::left}}, everywhere, context());
                }),
                IsError(ErrorKind::bad_target, HasSubstr("anchors")));
}

TEST(Boxes, KnowTheScoresOfAllClassesWhereTheModelTellsThem) {
    auto answer = saying({{{60, 40, 80, 60}, 1, 0.5F}});
    answer.detection_scores = {0.375F, 0.5F, 0.0F};
    EXPECT_FLOAT_EQ(ask({PredictedBox{std::int64_t{0}}}).at(0).score(answer), 0.375F);
}

TEST(Boxes, MayBeGivenInPixelsOfTheImage) {
    const auto resolved = ask({GivenBox{{240, 60, 320, 140}, "bird"}}).at(0);
    EXPECT_EQ(resolved.name, "bird_box_240_60_320_140");
    EXPECT_EQ(resolved.score(two_cats_and_a_dog), 0);
    EXPECT_FLOAT_EQ(resolved.score(saying({{{60, 40, 80, 60}, 2, 0.875F}})), 0.875F);
    EXPECT_FLOAT_EQ(resolved.box->x2, 320);
    EXPECT_THAT(error_of([] {
                    ask({GivenBox{{400, 0, 500, 10}, "bird"}});
                }),
                IsError(ErrorKind::bad_target, HasSubstr("400x200")));
}

TEST(Boxes, OfAClassCountTogether) {
    const auto resolved_targets = ask({"cat", std::int64_t{2}});
    EXPECT_FLOAT_EQ(resolved_targets[0].score(two_cats_and_a_dog), (0.5F + 0.75F) / 2);
    EXPECT_TRUE(resolved_targets[0].by_class);
    EXPECT_EQ(resolved_targets[0].note, "");
    EXPECT_FLOAT_EQ(resolved_targets[1].score(two_cats_and_a_dog), 0.125F) << "not found: its highest score anywhere";
    EXPECT_THAT(resolved_targets[1].note, HasSubstr("no box of bird"));
}

TEST(Boxes, ThatAreNotThereAreRefused) {
    EXPECT_THAT(error_of([] { ask({PredictedBox{std::int64_t{3}}}); }),
                IsError(ErrorKind::bad_target, AllOf(HasSubstr("no box 3"), HasSubstr("the 3 found"))));
    EXPECT_THAT(error_of([] { ask({PredictedBox{"bird"}}); }),
                IsError(ErrorKind::bad_target, HasSubstr("no box of \"bird\"")));
    EXPECT_THAT(error_of([] { ask({"brid"}); }), IsError(ErrorKind::bad_target, HasSubstr("did you mean bird")));
    EXPECT_THAT(error_of([] { ask({PointTarget{1, 1}}); }), IsError(ErrorKind::bad_target, HasSubstr("boxes")));
    const auto nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THAT(error_of([&] {
                    box_predictions(saying({{{0, 0, 1, 1}, 0, nan}}), context(), 1);
                }),
                IsError(ErrorKind::bad_model, HasSubstr("nan")));
}

}  // namespace
}  // namespace vinoscope
