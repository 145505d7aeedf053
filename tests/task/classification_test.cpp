// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <cmath>
#include <limits>

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

}  // namespace
}  // namespace vinoscope
