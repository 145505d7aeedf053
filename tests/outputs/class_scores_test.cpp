// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/class_scores.hpp"

#include <gmock/gmock.h>

#include "model/expect_error.hpp"
#include "model/models.hpp"
#include "model/read_model.hpp"
#include "support/assets.hpp"

namespace vinoscope::test {
namespace {

using testing::HasSubstr;

ScoreOutput of_file(const std::filesystem::path& file) {
    return find_score_output(*read_model(file));
}

std::string activation_of(const ov::Output<ov::Node>& value, const std::shared_ptr<op::Parameter>& input) {
    return find_score_output(*model(value, input)).activation;
}

TEST(ScoreOutput, OfTheModelsOfTheTests) {
    const auto scores = of_file(asset("models/efficientnet-lite0-fp16.xml"));
    EXPECT_EQ(scores.index, 0U);
    EXPECT_EQ(scores.classes, 1000);
    EXPECT_EQ(scores.activation, "none");
    EXPECT_THAT(scores.evidence, HasSubstr("'logits' [1,1000]"));
    EXPECT_EQ(of_file(data("models/shapes-cnn.onnx")).classes, 6);
    EXPECT_EQ(of_file(data("models/shapes-cnn-sigmoid.xml")).activation, "sigmoid");
    EXPECT_EQ(of_file(data("models/shapes-cnn-single-softmax.xml")).activation, "softmax");
    EXPECT_EQ(of_file(data("models/tiny.tflite")).activation, "softmax");
    EXPECT_EQ(of_file(data("models/tiny-savedmodel")).activation, "softmax");
    EXPECT_EQ(of_file(data("models/tiny-paddle.pdmodel")).activation, "softmax");
}

TEST(ScoreOutput, TakesEveryUsualShape) {
    const std::vector<ov::PartialShape> shapes = {{7}, {1, 7}, {-1, 7}, {2, 7, 1, 1}, {-1, 1, 1, 7}};
    for (const auto& shape : shapes) {
        EXPECT_EQ(find_score_output(*model_with_outputs({{"scores", shape}})).classes, 7) << shape;
    }
}

TEST(ScoreOutput, RefusesOtherShapes) {
    const std::vector<ov::PartialShape> shapes = {
        {1, 20, 5}, {1, 7, 4, 4}, {1, -1}, {}, {1, 2, 3, 4, 5}, ov::PartialShape::dynamic()};
    for (const auto& shape : shapes) {
        const auto other = model_with_outputs({{"other", shape}});
        expect_error(ErrorKind::unsupported, {"no output holds class scores", "'other'", shape_text(shape)}, [&] {
            find_score_output(*other);
        });
    }
}

TEST(ScoreOutput, WholeNumbersAndChosenValuesAreNoScores) {
    const auto classes = parameter({1, 10}, ov::element::i64);
    EXPECT_THROW(find_score_output(*model(std::make_shared<op::Abs>(classes), classes)), Error);
    const auto scores = parameter({1, 10});
    const auto count = op::Constant::create(ov::element::i64, {}, {5});
    const auto best =
        std::make_shared<op::TopK>(scores, count, 1, op::TopK::Mode::MAX, op::TopK::SortType::SORT_VALUES);
    EXPECT_THROW(find_score_output(*model(best->output(0), scores)), Error);
}

TEST(ScoreOutput, TakesTheMostClassesAndTheFirstOfEquals) {
    const auto several =
        model_with_outputs({{"small", {1, 4}}, {"map", {1, 3, 8, 8}}, {"large", {1, 9}}, {"also", {1, 9}}});
    const auto scores = find_score_output(*several);
    EXPECT_EQ(scores.index, 2U);
    EXPECT_EQ(scores.classes, 9);
    EXPECT_THAT(scores.evidence, HasSubstr("'large'"));
    EXPECT_THAT(scores.evidence, HasSubstr("3 outputs"));
}

TEST(ScoreOutput, FeaturesAreNotTakenForScores) {
    const auto both = model_with_outputs({{"feature_vector", {1, 1280}}, {"logits", {1, 10}}});
    EXPECT_EQ(find_score_output(*both).index, 1U);
    EXPECT_EQ(find_score_output(*both, "feature_vector").index, 0U);
}

TEST(ScoreOutput, RowsOfWhatWasFoundAreNoScores) {
    const auto input = parameter({1, 3, 8, 8});
    const auto table = std::make_shared<op::Reshape>(input, integers({12, 16}), false);
    const auto best = std::make_shared<op::ReduceMax>(table, integers({1}), false);
    const auto places = std::make_shared<op::NonZero>(std::make_shared<op::Relu>(best), ov::element::i64);
    const auto kept = std::make_shared<op::Reshape>(places, integers({-1}), false);
    const auto rows = std::make_shared<op::Gather>(table, kept, integers({0}));  // [0..12,16]
    const auto scores = find_score_output(*model(rows, input));
    EXPECT_EQ(scores.trust, Trust::none);
    EXPECT_THAT(scores.doubts, testing::Contains(HasSubstr("rows")));
}

TEST(ScoreOutput, ByName) {
    const auto several = model_with_outputs({{"small", {1, 4}}, {"large", {1, 9}}, {"map", {1, 3, 8, 8}}});
    EXPECT_EQ(find_score_output(*several, "small").classes, 4);
    expect_error(ErrorKind::bad_target, {"'smal'", "small, large, map", "did you mean small"}, [&] {
        find_score_output(*several, "smal");
    });
    expect_error(ErrorKind::unsupported, {"'map' [1,3,8,8]"}, [&] { find_score_output(*several, "map"); });
}

TEST(ScoreOutput, OutputsWithoutNamesGoByTheirOperation) {
    const auto input = parameter({1, 4});
    const auto last = std::make_shared<op::Relu>(input);
    last->set_friendly_name("head");
    const ov::Model nameless(ov::ResultVector{std::make_shared<op::Result>(last)}, ov::ParameterVector{input});
    EXPECT_EQ(find_score_output(nameless, "head").classes, 4);
}

TEST(ScoreOutput, ActivationIsSeenThroughChangesOfTypeAndShape) {
    const auto input = parameter({1, 4, 1, 1});
    const auto softmax = std::make_shared<op::Softmax>(input, 1);
    const auto half = std::make_shared<op::Convert>(softmax, ov::element::f16);
    const auto flat = std::make_shared<op::Reshape>(half, integers({1, 4}), false);
    EXPECT_EQ(activation_of(std::make_shared<op::Convert>(flat, ov::element::f32), input), "softmax");
    const auto sigmoid = std::make_shared<op::Sigmoid>(input);
    EXPECT_EQ(activation_of(std::make_shared<op::Squeeze>(sigmoid, integers({2, 3})), input), "sigmoid");
}

TEST(ScoreOutput, SoftmaxMayBeSpelledOut) {
    const auto input = parameter({1, 4});
    const auto powers = std::make_shared<op::Exp>(input);
    const auto sum = std::make_shared<op::ReduceSum>(powers, integers({1}), true);
    EXPECT_EQ(activation_of(std::make_shared<op::Divide>(powers, sum), input), "softmax");
    EXPECT_EQ(activation_of(std::make_shared<op::Divide>(input, sum), input), "none");
}

TEST(ScoreOutput, LogProbabilitiesAndGatesAreNoProbabilities) {
    const auto input = parameter({1, 4});
    EXPECT_EQ(activation_of(std::make_shared<op::LogSoftmax>(input, 1), input), "none");
    const auto gate = std::make_shared<op::Sigmoid>(input);
    EXPECT_EQ(activation_of(std::make_shared<op::Multiply>(input, gate), input), "none");
}

TEST(GuessTask, OfTheModelsOfTheTests) {
    EXPECT_EQ(guess_task(*read_model(data("models/shapes-cnn.xml"))), "classification");
    EXPECT_EQ(guess_task(*read_model(data("models/shapes-vit.xml"))), "classification");
    EXPECT_EQ(guess_task(*read_model(data("models/shapes-ssd.xml"))), "detection");
    EXPECT_EQ(guess_task(*read_model(data("models/shapes-unet.xml"))), "segmentation");
}

TEST(GuessTask, FromShapesAndNames) {
    const auto guess = [](const std::vector<std::pair<std::string, ov::PartialShape>>& outputs) {
        return guess_task(*model_with_outputs(outputs));
    };
    EXPECT_EQ(guess({{"detection_out", {1, 1, 200, 7}}}), "detection");
    EXPECT_EQ(guess({{"output0", {1, 84, 8400}}}), "detection");
    EXPECT_EQ(guess({{"output0", {1, 25200, 85}}}), "detection");
    EXPECT_EQ(guess({{"output0", {1, 300, 6}}}), "detection");
    EXPECT_EQ(guess({{"detection_boxes", {100, 4}}, {"scores", {100}}}), "detection");
    EXPECT_EQ(guess({{"mask", {1, 1, 64, 64}}}), "segmentation");
    EXPECT_EQ(guess({{"mask", {-1, -1, -1, 21}}}), "segmentation");
    EXPECT_EQ(guess({{"logits", {1, 10}}, {"saliency_map", {1, 10, 7, 7}}}), "classification");
    EXPECT_EQ(guess({{"tokens", {1, 197, 768}}}), "unknown");
}

TEST(ScoreOutput, BoxesAreNotTakenForScores) {
    const auto detector = model_with_outputs({{"boxes", {100, 5}}, {"confidence", {100}}});
    expect_error(ErrorKind::unsupported, {"looks like detection"}, [&] { find_score_output(*detector); });
    EXPECT_EQ(find_score_output(*detector, "confidence").classes, 100);
}

}  // namespace
}  // namespace vinoscope::test
