// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// With a postprocess of the caller's, a method that works inside the graph answers only where the graph's scores are
// the caller's.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/options.hpp"
#include "support/pointing.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

using Outputs = std::span<const OutputTensor>;
using Scores = std::vector<float>;

Postprocess scores_by(Scores (*function)(Scores)) {
    return [function](Outputs outputs) {
        Answer answer;
        answer.scores = function({outputs[0].values.begin(), outputs[0].values.end()});
        return answer;
    };
}

Scores same(Scores scores) {
    return scores;
}

Scores softmax(Scores scores) {
    double sum = 0;
    for (const float score : scores)
        sum += std::exp(score);
    for (float& score : scores)
        score = static_cast<float>(std::exp(score) / sum);
    return scores;
}

Scores log_softmax(Scores scores) {
    scores = softmax(scores);
    std::ranges::transform(scores, scores.begin(), [](float share) { return std::log(share); });
    return scores;
}

Scores sigmoid_percent(Scores scores) {
    std::ranges::transform(scores, scores.begin(), [](float score) { return 100 / (1 + std::exp(-score)); });
    return scores;
}

Scores reversed(Scores scores) {
    std::ranges::reverse(scores);
    return scores;
}

Scores negative(Scores scores) {
    std::ranges::transform(scores, scores.begin(), std::negate());
    return scores;
}

Scores first_alone(Scores scores) {
    return {scores[0]};
}

Scores winner(Scores scores) {
    Scores result(scores.size());
    result[static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin())] = 1;
    return result;
}

// In the same order as the scores for any one image.
Scores of_the_highest(Scores scores) {
    const float highest = *std::ranges::max_element(scores);
    std::ranges::transform(scores, scores.begin(), [&](float score) { return score / std::abs(highest); });
    return scores;
}

Explanation explain(const char* model, std::string_view method, const Postprocess& postprocess, TargetRequest target) {
    auto options = test::in_f32(method, test::shapes_preprocess());
    options.postprocess = postprocess;
    options.black_box.num_masks = 50;
    return Explainer(test::data(fmt::format("models/{}.xml", model)), options)
        .explain(test::shapes_picture("100.png"), {.targets = {target}});
}

class SameScores : public testing::TestWithParam<Scores (*)(Scores)> {};

TEST_P(SameScores, AreExplainedInsideTheGraph) {
    for (const auto* method : {"auto", "white-box", "recipro-cam", "grad-cam", "saliency", "smooth-grad"}) {
        const auto plain = explain("shapes-cnn", method, {}, std::int64_t{3});
        const auto own = explain("shapes-cnn", method, scores_by(GetParam()), std::int64_t{3});
        EXPECT_EQ(own.provenance.method, plain.provenance.method) << method;
        EXPECT_EQ(own.maps.at(0).values, plain.maps.at(0).values) << method;
        EXPECT_THAT(own.notes, IsEmpty());
    }
}

INSTANTIATE_TEST_SUITE_P(Functions, SameScores, testing::Values(same, softmax, log_softmax, sigmoid_percent));

class OtherScores : public testing::TestWithParam<Scores (*)(Scores)> {};

TEST_P(OtherScores, AreExplainedFromOutside) {
    const auto own = explain("shapes-cnn", "auto", scores_by(GetParam()), std::int64_t{0});
    EXPECT_EQ(own.provenance.method, "rise");
    EXPECT_THAT(own.notes, Contains(AllOf(HasSubstr("RISE (black box) is used"), HasSubstr("postprocess"))));
}

TEST_P(OtherScores, AreNotExplainedByANamedMethodInsideTheGraph) {
    for (const auto* method : {"white-box", "recipro-cam", "grad-cam", "smooth-grad"})
        EXPECT_THAT(error_of([&] { return explain("shapes-cnn", method, scores_by(GetParam()), std::int64_t{0}); }),
                    IsError(ErrorKind::unsupported,
                            AllOf(HasSubstr("postprocess"),
                                  HasSubstr("explain-a-score-of-your-own.md"),
                                  HasSubstr("black-box method"))))
            << method;
}

INSTANTIATE_TEST_SUITE_P(Functions,
                         OtherScores,
                         testing::Values(reversed, negative, first_alone, winner, of_the_highest));

TEST(OtherAnswers, ToNoQuestionNeedNoProof) {
    const auto own = explain("shapes-cnn", "activation-map", scores_by(first_alone), std::int64_t{0});
    EXPECT_EQ(own.provenance.method, "activation-map");
}

// One score, which rises with that of the graph or falls.
TEST(OneScore, IsComparedOverSeveralInputs) {
    const auto image = test::image_parameter({1, 3, 16, 16});
    const auto features = test::relu(test::convolution(image, test::random_floats({4, 3, 3, 3}, 1), 1, 1));
    const auto model = test::model_of(test::fully_connected(test::mean_over(features, {2, 3}), 4, 1, 2), image);
    const auto method_for = [&](Scores (*function)(Scores)) {
        ExplainerOptions options;
        options.postprocess = scores_by(function);
        options.preprocess.scale = {255};  // no logit saturates the sigmoid
        options.black_box.num_masks = 50;
        return Explainer(model, options).explain(test::shapes_picture("100.png")).provenance.method;
    };
    EXPECT_EQ(method_for(sigmoid_percent), "recipro-cam");
    EXPECT_EQ(method_for(negative), "rise");
}

// The last box first, which the graph has in another place.
Answer boxes_from_behind(Outputs outputs) {
    const auto& boxes = outputs[0].name == "boxes" ? outputs[0] : outputs[1];
    const auto& labels = outputs[0].name == "boxes" ? outputs[1] : outputs[0];
    Answer answer;
    for (std::size_t i = labels.values.size(); i-- > 0;) {
        const auto* row = &boxes.values[5 * i];
        answer.detections.push_back(
            {{row[0], row[1], row[2], row[3]}, static_cast<std::int64_t>(labels.values[i]), row[4]});
    }
    return answer;
}

Answer smaller_boxes(Outputs outputs) {
    auto answer = boxes_from_behind(outputs);
    for (auto& detection : answer.detections)
        detection.box.x2 = (detection.box.x1 + detection.box.x2) / 2;
    return answer;
}

TEST(Noise, IsComparedForTheFirstImageAlone) {
    std::size_t calls = 0;
    auto options = test::in_f32("recipro-cam", test::shapes_preprocess());
    options.postprocess = [&](Outputs outputs) {
        ++calls;
        return scores_by(softmax)(outputs);
    };
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options);
    const auto inferences = [&](const char* image) {
        const auto before = calls;
        const auto explanation = explainer.explain(test::shapes_picture(image), {.targets = {std::int64_t{3}}});
        EXPECT_EQ(explanation.provenance.inferences, calls - before);
        return explanation.provenance.inferences;
    };
    EXPECT_GT(inferences("100.png"), 1U);
    EXPECT_EQ(inferences("004.png"), 1U);
    EXPECT_EQ(inferences("100.png"), 1U);
}

// As of a function with a factor that depends on the input: each image alone is in order.
TEST(Noise, OfAnEarlierImageShowsAFactorOfALaterOne) {
    float factor = 1;
    auto options = test::in_f32("recipro-cam", test::shapes_preprocess());
    options.postprocess = [&](Outputs outputs) {
        Answer answer;
        for (const float score : outputs[0].values)
            answer.scores.push_back(score * factor);
        return answer;
    };
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options);
    const ExplainOptions wanted{.targets = {std::int64_t{3}}};
    EXPECT_NO_THROW(static_cast<void>(explainer.explain(test::shapes_picture("100.png"), wanted)));
    factor = 0.3F;
    EXPECT_THAT(error_of([&] { return explainer.explain(test::shapes_picture("004.png"), wanted); }),
                IsError(ErrorKind::unsupported, HasSubstr("do not provably rise")));
}

TEST(Boxes, AreFoundAmongThoseOfTheGraph) {
    for (const auto* method : {"auto", "det-class-probability-map", "grad-cam"})
        for (const auto& target : {TargetRequest(std::int64_t{1}), TargetRequest(PredictedBox{std::int64_t{0}})}) {
            if (method == std::string("det-class-probability-map") && std::holds_alternative<PredictedBox>(target))
                continue;  // answers for classes
            const auto plain = explain("shapes-ssd", method, {}, target);
            const auto own = explain("shapes-ssd", method, boxes_from_behind, target);
            EXPECT_EQ(own.provenance.method, plain.provenance.method);
            EXPECT_EQ(own.maps.at(0).values, plain.maps.at(0).values) << method;
        }
}

TEST(Boxes, ThatTheGraphDoesNotHaveAreExplainedFromOutside) {
    EXPECT_EQ(explain("shapes-ssd", "auto", smaller_boxes, std::int64_t{1}).provenance.method, "rise");
    EXPECT_THAT(error_of([] { return explain("shapes-ssd", "grad-cam", smaller_boxes, std::int64_t{1}); }),
                IsError(ErrorKind::unsupported, HasSubstr("a box that the graph does not contain")));
}

Answer class_map(Outputs outputs) {
    const auto& said = outputs[0];
    Answer answer;
    answer.class_map = {said.shape[1], said.shape[2], said.shape[3], {said.values.begin(), said.values.end()}};
    return answer;
}

Answer without_left_half(Outputs outputs) {
    auto answer = class_map(outputs);
    auto& map = answer.class_map;
    for (std::size_t i = 0; i < map.values.size(); ++i)
        if (i % map.width < map.width / 2)
            map.values[i] = 0;
    return answer;
}

TEST(ClassMaps, AreComparedPlaceByPlace) {
    const TargetRequest square = std::int64_t{1};
    const auto plain = explain("shapes-unet", "auto", {}, square);
    const auto own = explain("shapes-unet", "auto", class_map, square);
    EXPECT_EQ(own.provenance.method, plain.provenance.method);
    EXPECT_EQ(own.maps.at(0).values, plain.maps.at(0).values);
    EXPECT_EQ(explain("shapes-unet", "auto", without_left_half, square).provenance.method, "rise");
}

}  // namespace
}  // namespace vinoscope
