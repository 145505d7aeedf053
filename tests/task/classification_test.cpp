// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "outputs/class_scores.hpp"
#include "support/error_matchers.hpp"
#include "task/tasks.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

ScoreScale scale_behind(std::int64_t classes, const std::string& activation) {
    ScoreOutput output;
    output.classes = classes;
    output.activation = activation;
    return scale_of(output);
}

std::vector<Prediction> top_predictions(std::vector<float> scores,
                                        const std::vector<std::string>& labels,
                                        ScoreScale scale,
                                        int count) {
    Answer answer;
    answer.scores = std::move(scores);
    return class_predictions(answer, {labels, scale}, count);
}

std::vector<std::int64_t> indices(const std::vector<Prediction>& predictions) {
    std::vector<std::int64_t> result;
    for (const auto& prediction : predictions)
        result.push_back(prediction.index);
    return result;
}

TEST(Predictions, AreSoftmaxOfPlainNumbers) {
    const auto found = top_predictions({1, 3, 2}, {}, scale_behind(3, "none"), 3);
    EXPECT_THAT(indices(found), ElementsAre(1, 2, 0));
    const double sum = std::exp(1.0) + std::exp(2.0) + std::exp(3.0);
    EXPECT_NEAR(found[0].score, std::exp(3.0) / sum, 1e-6);
    EXPECT_NEAR(found[1].score, std::exp(2.0) / sum, 1e-6);
    EXPECT_NEAR(found[2].score, std::exp(1.0) / sum, 1e-6);
    EXPECT_EQ(to_string(scale_behind(3, "none")), "softmax");
}

TEST(Predictions, SurviveLargeScores) {
    const auto found = top_predictions({1000, 999}, {}, scale_behind(2, "none"), 2);
    EXPECT_NEAR(found[0].score, 1 / (1 + std::exp(-1.0)), 1e-6);
}

TEST(Predictions, AreWhatTheModelSaysBehindAnActivation) {
    for (const auto* activation : {"softmax", "sigmoid"}) {
        EXPECT_EQ(to_string(scale_behind(2, activation)), "as is");
        EXPECT_FLOAT_EQ(top_predictions({0.25F, 0.75F}, {}, scale_behind(2, activation), 1).front().score, 0.75F);
    }
}

TEST(Predictions, OfASingleScoreAreAsIs) {
    EXPECT_EQ(to_string(scale_behind(1, "none")), "as is");
    EXPECT_FLOAT_EQ(top_predictions({-3}, {}, scale_behind(1, "none"), 1).front().score, -3);
}

TEST(Predictions, KeepTheOrderOfClassesAmongEquals) {
    EXPECT_THAT(indices(top_predictions({1, 2, 2, 2}, {}, scale_behind(4, "none"), 3)), ElementsAre(1, 2, 3));
}

TEST(Predictions, CarryLabels) {
    const auto found = top_predictions({1, 2}, {"cat", "dog"}, scale_behind(2, "none"), 1);
    EXPECT_EQ(found.front().label, "dog");
    EXPECT_EQ(top_predictions({1, 2}, {}, scale_behind(2, "none"), 1).front().label, "");
}

TEST(Predictions, AreAtMostAsManyAsThereAreClasses) {
    EXPECT_EQ(top_predictions({1, 2}, {}, scale_behind(2, "none"), 5).size(), 2U);
    EXPECT_EQ(top_predictions({1, 2}, {}, scale_behind(2, "none"), 0).size(), 0U);
    EXPECT_EQ(top_predictions({1, 2}, {}, scale_behind(2, "none"), -1).size(), 0U);
}

TEST(Predictions, RefuseScoresThatAreNotFinite) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_THAT(error_of([&] {
                    top_predictions({1, nan, 2}, {}, scale_behind(3, "none"), 1);
                }),
                IsError(ErrorKind::bad_model, AllOf(HasSubstr("nan"), HasSubstr("class 1"))));
    EXPECT_THAT(error_of([&] {
                    top_predictions({-infinity, 2}, {}, scale_behind(2, "softmax"), 1);
                }),
                IsError(ErrorKind::bad_model, AllOf(HasSubstr("-inf"), HasSubstr("class 0"))));
}

const std::vector<std::string> pets = {"cat", "dog", "bird"};

ResolvedTargets ask(const TargetRequests& requests,
                    const Answer& answer,
                    ScoreScale scale,
                    bool probabilities,
                    bool exclusive = false) {
    return class_targets(
        requests, answer, {.labels = pets, .scale = scale, .probabilities = probabilities, .exclusive = exclusive});
}

Answer saying(std::vector<float> scores) {
    Answer answer;
    answer.scores = std::move(scores);
    return answer;
}

TEST(ClassTargets, AreAskedInOrderAndOnce) {
    const auto resolved_targets =
        ask({"bird", TopTargets{2}, std::int64_t{2}}, saying({3, 1, 2}), ScoreScale::as_is, false);
    ASSERT_EQ(resolved_targets.size(), 2U);
    EXPECT_EQ(resolved_targets[0].target, 2);
    EXPECT_EQ(resolved_targets[1].label, "cat");
    EXPECT_EQ(resolved_targets[0].score(saying({7, 8, 9})), 9);
}

// Logits of 3 and 1: whichever way the model tells them, their difference is 2.
TEST(ClassTargets, ContrastLogitsHoweverTheModelTellsThem) {
    const TargetRequests cat_not_dog = {ContrastTarget{"cat", "dog"}};
    const auto answer = saying({3, 1, 2});
    const auto raw = ask(cat_not_dog, answer, ScoreScale::as_is, false).at(0);
    EXPECT_FLOAT_EQ(raw.score(answer), 2);
    for (const auto scale : {ScoreScale::softmax, ScoreScale::as_is}) {
        const auto behind_softmax = ask(cat_not_dog, answer, scale, true, true).at(0);
        EXPECT_NEAR(behind_softmax.score(saying(scaled(answer.scores, ScoreScale::softmax))), 2, 1e-5);
    }
    const auto sigmoid = ask(cat_not_dog, answer, ScoreScale::sigmoid, true).at(0);
    EXPECT_NEAR(sigmoid.score(saying(scaled(answer.scores, ScoreScale::sigmoid))), 2, 1e-5);
    EXPECT_EQ(sigmoid.name, "cat_rather_than_dog");
    EXPECT_FALSE(sigmoid.probability);
    EXPECT_EQ(ask({ContrastTarget{TopTargets{3}, "dog"}}, answer, ScoreScale::as_is, false).size(), 2U);
    const auto best_but_cat = ask({ContrastTarget{TopTargets{1}, "cat"}}, answer, ScoreScale::as_is, false);
    ASSERT_EQ(best_but_cat.size(), 1U);
    EXPECT_EQ(best_but_cat[0].target, 2);
}

TEST(ClassTargets, AreNotAboutPlaces) {
    const auto refused = [](const TargetRequest& request) {
        return error_of([&] { ask({request}, saying({1, 2, 3}), ScoreScale::as_is, false); });
    };
    EXPECT_THAT(refused(PredictedBox{}), IsError(ErrorKind::bad_target, HasSubstr("classes")));
    EXPECT_THAT(refused(PointTarget{}), IsError(ErrorKind::bad_target, HasSubstr("region")));
}

TEST(Values, AreListedInTheirOrder) {
    const std::vector<std::string> none;
    const auto found = value_predictions(saying({-1, 5, 2}), {.labels = none}, 2);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].score, -1);
    EXPECT_EQ(found[1].index, 1);
}

}  // namespace
}  // namespace vinoscope
