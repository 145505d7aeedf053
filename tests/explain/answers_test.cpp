// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What is said about the answers of a model: two classes of one neuron, nothing found, maps that say nothing.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <openvino/op/matmul.hpp>
#include <openvino/op/sigmoid.hpp>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/options.hpp"
#include "support/pointing.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

test::Value matmul(const test::Value& a, const test::Value& b) {
    return std::make_shared<ov::op::v0::MatMul>(a, b);
}

// conv - relu - mean - dense, of one value
std::shared_ptr<ov::Model> neuron(bool with_sigmoid) {
    const auto image = test::image_parameter({1, 3, 16, 16});
    const auto features = test::relu(test::convolution(image, test::random_floats({4, 3, 3, 3}, 1), 1, 1));
    const auto logit = test::fully_connected(test::mean_over(features, {2, 3}), 4, 1, 2);
    return test::model_of(with_sigmoid ? test::Value(std::make_shared<ov::op::v0::Sigmoid>(logit)) : test::Value(logit),
                          image);
}

ExplainerOptions options_for(std::string_view method, std::vector<std::string> labels = {}) {
    auto options = test::in_f32(method);
    options.preprocess.scale = {255};
    options.labels = std::move(labels);
    options.black_box.num_masks = 60;
    options.black_box.estimator = "centred";  // linear in the score, unlike "auto"
    return options;
}

Explanation explain(const std::shared_ptr<ov::Model>& model,
                    const ExplainerOptions& options,
                    const TargetRequests& targets = top(1)) {
    return Explainer(model, options).explain(test::shapes_picture("100.png"), {.targets = targets});
}

float score_of(const Explanation& explanation, std::int64_t index) {
    return std::ranges::find(explanation.predictions, index, &Prediction::index)->score;
}

class Neuron : public testing::TestWithParam<const char*> {};

TEST_P(Neuron, HasTwoTargets) {
    const auto explanation =
        explain(neuron(true),
                options_for(GetParam()),
                {std::int64_t{0}, std::int64_t{1}, ContrastTarget{std::int64_t{1}, std::int64_t{0}}});
    ASSERT_EQ(explanation.predictions.size(), 2U);
    EXPECT_NEAR(score_of(explanation, 0) + score_of(explanation, 1), 1, 1e-6);
    EXPECT_TRUE(explanation.provenance.probabilities);
    ASSERT_EQ(explanation.maps.size(), 3U);
    for (const auto& map : explanation.maps)
        EXPECT_EQ(map.status, MapStatus::ok) << map.reason;
    // What speaks for one class speaks against the other.
    const auto& against = explanation.maps[0].values;
    const auto& in_favour = explanation.maps[1].values;
    const float largest = std::abs(*std::ranges::max_element(in_favour, {}, [](float v) { return std::abs(v); }));
    for (std::size_t i = 0; i < against.size(); ++i)
        EXPECT_NEAR(against[i], -in_favour[i], 1e-4F * largest);
}

INSTANTIATE_TEST_SUITE_P(
    Methods,
    Neuron,
    testing::Values("auto", "hires-cam", "input-x-gradient", "integrated-gradients", "rise", "occlusion"));

TEST(Neuron, TakesTwoLabels) {
    for (const bool with_sigmoid : {true, false}) {
        const auto explanation =
            explain(neuron(with_sigmoid), options_for("auto", {"cat", "dog"}), {"cat", ContrastTarget{"dog", "cat"}});
        EXPECT_EQ(explanation.maps.at(0).target, 0);
        EXPECT_EQ(explanation.maps.at(1).label, "dog rather than cat");
        EXPECT_NEAR(score_of(explanation, 0) + score_of(explanation, 1), 1, 1e-6);
    }
    EXPECT_EQ(Explainer(neuron(true), options_for("auto", {"dog"})).labels(),
              (std::vector<std::string>{"not dog", "dog"}));
}

TEST(Neuron, HasTheScoreOfTheModel) {
    const auto probability = score_of(explain(neuron(true), options_for("auto")), 1);
    auto options = options_for("auto");
    const auto logit = explain(neuron(false), options);
    ASSERT_EQ(logit.predictions.size(), 1U);
    EXPECT_FALSE(logit.provenance.probabilities);
    EXPECT_NEAR(1 / (1 + std::exp(-logit.predictions[0].score)), probability, 1e-6);
    options.score = ScoreConversion::sigmoid;
    EXPECT_NEAR(score_of(explain(neuron(false), options), 1), probability, 1e-6);
}

TEST(Neuron, IsAValueOfARegression) {
    auto options = options_for("auto");
    options.task = "regression";
    const auto explanation = explain(neuron(true), options);
    EXPECT_EQ(explanation.predictions.size(), 1U);
    EXPECT_FALSE(explanation.provenance.probabilities);
}

// Two logits that are equal but for rounding, whatever the image is.
std::shared_ptr<ov::Model> even_odds() {
    const auto image = test::image_parameter({1, 3, 16, 16});
    const auto pixels = test::reshaped(image, {1, 768});
    std::vector<float> tenths(768, 0.1F);
    std::vector<float> thirds(768, 0.3F);
    const auto first = matmul(pixels, test::floats({768, 1}, tenths));
    const auto second =
        test::multiply(matmul(pixels, test::floats({768, 1}, thirds)), test::floats({1, 1}, {1.0F / 3}));
    return test::model_of(test::concat({first, second}, 1), image);
}

TEST(Rounding, IsNoMap) {
    for (const auto* method : {"rise", "aise", "occlusion"}) {
        auto options = options_for(method);
        options.score = ScoreConversion::softmax;
        options.black_box.window = 4;
        const auto map = explain(even_odds(), options, {std::int64_t{0}}).maps.at(0);
        EXPECT_EQ(map.status, MapStatus::flat) << method;
        EXPECT_FALSE(map.reason.empty());
    }
}

// Every weight of the only class is negative: nothing raises its score.
TEST(GradCam, TellsWhyItsMapIsZero) {
    const auto image = test::image_parameter({1, 3, 16, 16});
    const auto features = test::relu(test::convolution(image, test::random_floats({4, 3, 3, 3}, 1), 1, 1));
    const auto scores = matmul(test::mean_over(features, {2, 3}), test::floats({4, 2}, {-1, 1, -2, 1, -1, 2, -3, 1}));
    const auto model = test::model_of(scores, image);
    for (const auto* method : {"grad-cam", "layer-cam"}) {
        const auto map = explain(model, options_for(method), {std::int64_t{0}}).maps.at(0);
        EXPECT_EQ(map.status, MapStatus::flat);
        EXPECT_THAT(map.reason, AllOf(HasSubstr("no cell of the layer raises the score"), HasSubstr("omits")));
        EXPECT_EQ(explain(model, options_for(method), {std::int64_t{1}}).maps.at(0).status, MapStatus::ok);
    }
}

TEST(NothingFound, IsSaidWithTheBestBelow) {
    const auto explainer = test::explainer_of("shapes-ssd", "rise");
    const auto image = test::shapes_picture("100.png");
    const auto found = explainer.explain(image);
    EXPECT_FALSE(found.nothing_found);
    const auto nothing = explainer.explain(image, {.min_score = 1});
    ASSERT_TRUE(nothing.nothing_found);
    EXPECT_EQ(nothing.nothing_found->threshold, 1);
    ASSERT_TRUE(nothing.nothing_found->best);
    EXPECT_EQ(nothing.nothing_found->best->index, found.predictions[0].index);
    EXPECT_EQ(nothing.nothing_found->best->score, found.predictions[0].score);
    EXPECT_THAT(nothing.maps, IsEmpty());
    EXPECT_THAT(nothing.notes, Contains(AllOf(HasSubstr("at least 1"), HasSubstr("no map was computed"))));
    const auto unlisted = explainer.explain(image, {.predictions = 0});
    EXPECT_THAT(unlisted.predictions, IsEmpty());
    EXPECT_FALSE(unlisted.nothing_found);
}

TEST(NothingFound, IsSaidOfASegmentationOfOneClass) {
    const auto image = test::image_parameter({1, 3, 16, 16});
    const auto map = std::make_shared<ov::op::v0::Sigmoid>(test::add(
        test::convolution(image, test::floats({1, 3, 1, 1}, {1, -1, 0}), 1, 0), test::floats({1, 1, 1, 1}, {-2})));
    const auto model = test::model_of(map, image);
    for (const auto* method : {"auto", "rise"}) {
        const auto explanation = explain(model, options_for(method));
        ASSERT_TRUE(explanation.nothing_found) << method;
        EXPECT_EQ(explanation.nothing_found->threshold, 0.5);
        ASSERT_TRUE(explanation.nothing_found->best);
        EXPECT_GT(explanation.nothing_found->best->score, 0);
        EXPECT_LT(explanation.nothing_found->best->score, 0.5);
    }
}

TEST(Options, AreCheckedHereToo) {
    const auto explainer = test::explainer_of("shapes-ssd", "rise");
    const auto image = test::shapes_picture("100.png");
    for (const double score : {-0.1, 1.1, std::nan("")})
        EXPECT_THAT(error_of([&] { return explainer.explain(image, {.min_score = score}); }),
                    IsError(ErrorKind::usage, HasSubstr("min_score")));
    EXPECT_THAT(error_of([&] { return explainer.explain(image, {.predictions = -1}); }),
                IsError(ErrorKind::usage, HasSubstr("predictions")));
}

// A black-box method asks again and again; its answers keep the form of the first.
TEST(OwnPostprocess, MayNotChangeTheFormOfItsAnswers) {
    const auto changing = [](const Answer& next) {
        auto options = options_for("occlusion");
        auto count = std::make_shared<int>(0);
        options.postprocess = [count, next](std::span<const OutputTensor>) {
            Answer first;
            first.scores = {1, 2, 3};
            return (*count)++ == 0 ? first : next;
        };
        return error_of([&] { return explain(neuron(false), options); });
    };
    Answer shorter;
    shorter.scores = {1, 2};
    Answer boxes;
    boxes.detections.resize(2);
    Answer broken;
    broken.scores = {1, 2, 3};
    broken.class_map = {2, 3, 4, std::vector<float>(5)};
    for (const auto& next : {shorter, boxes, broken, Answer()})
        EXPECT_THAT(changing(next), IsError(ErrorKind::usage, AllOf(HasSubstr("postprocess"), HasSubstr("found"))));
}

TEST(OwnPostprocess, AnswersTheTaskThatIsGiven) {
    auto options = options_for("occlusion");
    options.task = "classification";
    options.postprocess = [](std::span<const OutputTensor>) {
        Answer boxes;
        boxes.detections.resize(2);
        return boxes;
    };
    EXPECT_THAT(error_of([&] { return explain(neuron(false), options); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("task classification"), HasSubstr("2 boxes"))));
}

}  // namespace
}  // namespace vinoscope
