// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/decoder_table.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "support/build_model.hpp"
#include "support/detections.hpp"
#include "support/error_matchers.hpp"
#include "support/said.hpp"
#include "task/task_table.hpp"

namespace vinoscope {
namespace {

using test::answer_of;
using test::error_of;
using test::IsDetection;
using test::IsError;
using test::reader_of;
using test::Said;
using test::sigmoid;
using test::transposed;
using testing::AllOf;
using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;

constexpr float height = 100;
constexpr float width = 200;

TEST(Decoders, HaveNamesOfTheirOwnAndATaskOfTheTable) {
    std::set<std::string_view> names;
    for (const auto& decoder : decoder_table()) {
        EXPECT_TRUE(names.insert(decoder.name).second) << decoder.name;
        EXPECT_EQ(find_task(decoder.task).name, decoder.task);
    }
}

TEST(Decoders, ReadDetectionOutput) {
    const std::vector<Said> said = {
        {"out", {1, 1, 3, 7}, {0, 4, 0.75F, 0.1F, 0.2F, 0.5F, 0.6F, 0, 1, 0.5F, 0, 0, 1, 1, -1, 9, 0.9F, 0, 0, 1, 1}}};
    EXPECT_EQ(reader_of(said).decoder, "detection-output");
    EXPECT_THAT(
        answer_of(said).detections,
        ElementsAre(IsDetection(Region{20, 20, 100, 60}, 4, 0.75F), IsDetection(Region{0, 0, width, height}, 1, 0.5F)))
        << "shares of the sides become pixels, and rows behind image -1 do not count";
}

TEST(Decoders, ReadBoxesWithScoresAndLabels) {
    const std::vector<float> rows = {10, 20, 30, 40, 0.5F, 1, 2, 3, 4, 0.25F};
    const std::vector<Said> openvino = {{"labels", {1, 2}, {7, 3}, true}, {"boxes", {1, 2, 5}, rows}};
    EXPECT_EQ(reader_of(openvino).decoder, "boxes-labels");
    const auto expected =
        ElementsAre(IsDetection(Region{10, 20, 30, 40}, 7, 0.5F), IsDetection(Region{1, 2, 3, 4}, 3, 0.25F));
    EXPECT_THAT(answer_of(openvino).detections, expected);
    const std::vector<Said> torchvision = {
        {"2770", {2, 4}, {10, 20, 30, 40, 1, 2, 3, 4}}, {"2819", {2}, {7, 3}, true}, {"2820", {2}, {0.5F, 0.25F}}};
    EXPECT_THAT(answer_of(torchvision).detections, expected);
    const std::vector<Said> tensorflow = {{"num_detections:0", {1}, {2}},
                                          {"detection_boxes:0", {1, 2, 4}, {0.2F, 0.05F, 0.4F, 0.15F, 0, 0, 1, 1}},
                                          {"detection_classes:0", {1, 2}, {7, 3}},
                                          {"detection_scores:0", {1, 2}, {0.5F, 0.25F}}};
    EXPECT_THAT(
        answer_of(tensorflow).detections,
        ElementsAre(IsDetection(Region{10, 20, 30, 40}, 7, 0.5F), IsDetection(Region{0, 0, width, height}, 3, 0.25F)));
}

TEST(Decoders, DoNotTakeAClassifierWithItsWinnerForBoxes) {
    const std::vector<Said> said = {
        {"logits", {1, 4}, {1, 5, 2, 0}}, {"winner", {1}, {1}, true}, {"confidence", {1}, {0.9F}}};
    EXPECT_EQ(reader_of(said).decoder, "class-scores");
}

// An occlusion may leave nothing to be found.
TEST(Decoders, TellScoresOfTensorFlowLiteFromLabelsWhereAllAreZero) {
    const std::vector<Said> said = {
        {"a", {1, 2}, {0, 0}}, {"b", {1, 2, 4}, {0, 0, 1, 1, 0, 0, 1, 1}}, {"c", {1, 2}, {7, 3}}};
    EXPECT_EQ(reader_of(said).decoder, "boxes-labels");
    EXPECT_THAT(
        answer_of(said).detections,
        ElementsAre(IsDetection(Region{0, 0, width, height}, 7, 0), IsDetection(Region{0, 0, width, height}, 3, 0)));
}

TEST(Decoders, DoNotTakeClassScoresForRowsOfBoxes) {
    const auto zeros = [](std::size_t count) { return std::vector<float>(count, 0); };
    EXPECT_EQ(reader_of({{"out", {1, 6}, zeros(6)}}).decoder, "class-scores");
    EXPECT_EQ(reader_of({{"out", {1, 7}, zeros(7)}}).decoder, "class-scores");
    const auto image = test::image_parameter({-1, 3, 100, 200});
    const auto open = test::model_of(test::fully_connected(test::mean_over(image, {2, 3}), 3, 6, 1), image);
    auto input = test::image_input_100x200();
    for (const std::int64_t batch : {0, 1}) {
        input.batch = batch;
        EXPECT_EQ(find_reader(*open, input, {}).decoder, "class-scores") << "as many rows as pictures";
    }
    EXPECT_EQ(reader_of({{"out", {1, 6}, zeros(6)}, {"winner", {1}, {0}, true}}).decoder, "class-scores");
    EXPECT_EQ(reader_of({{"out", {1, 5}, zeros(5)}, {"features", {1, 5, 4}, zeros(20)}}).decoder, "class-scores");
}

TEST(Decoders, ListPeaksOfHeatMapsOnly) {
    const std::vector<float> heat = {0.1F, 0.2F, 0.1F, 0.1F, 0.9F, 0.8F, 0.1F, 0.2F};  // 2x4 cells of 50x50 pixels
    const std::vector<Said> said = {{"reg", {1, 2, 2, 4}, std::vector<float>(16, 0.5F)},
                                    {"hm", {1, 1, 2, 4}, heat},
                                    {"wh", {1, 2, 2, 4}, std::vector<float>(16, 1)}};
    EXPECT_EQ(reader_of(said).decoder, "heat-maps");
    const auto answer = answer_of(said);
    EXPECT_THAT(answer.detections[4], IsDetection(Region{0, 50, 50, 100}, 0, 0.9F));
    EXPECT_EQ(answer.detections[5].score, 0) << "a neighbour is hotter";
    EXPECT_EQ(answer.detection_scores[5], 0.8F) << "but questions may be about it";
    EXPECT_EQ(answer.detections[7].score, 0.2F);
}

TEST(Decoders, ReadDetrWithASoftmaxThatKnowsNothing) {
    const std::vector<Said> said = {{"logits", {1, 2, 3}, {0, 2, 1, -1, 0, 3}},
                                    {"pred_boxes", {1, 2, 4}, {0.5F, 0.5F, 0.2F, 0.4F, 0.1F, 0.1F, 0.2F, 0.2F}}};
    const auto reader = reader_of(said);
    EXPECT_EQ(reader.decoder, "detr");
    EXPECT_EQ(reader.classes, 2) << "the last one is \"no object\"";
    const double sum = std::exp(0.0) + std::exp(2.0) + std::exp(1.0);
    const double other = std::exp(-1.0) + std::exp(0.0) + std::exp(3.0);
    const auto answer = answer_of(said);
    EXPECT_THAT(answer.detections,
                ElementsAre(IsDetection(Region{80, 30, 120, 70}, 1, static_cast<float>(std::exp(2.0) / sum)),
                            IsDetection(Region{0, 0, 40, 20}, 1, static_cast<float>(1 / other))));
    EXPECT_THAT(answer.detection_scores,
                ElementsAre(FloatNear(static_cast<float>(1 / sum), 1e-6F),
                            FloatNear(static_cast<float>(std::exp(2.0) / sum), 1e-6F),
                            FloatNear(static_cast<float>(std::exp(-1.0) / other), 1e-6F),
                            FloatNear(static_cast<float>(1 / other), 1e-6F)));
    EXPECT_FALSE(answer.candidates);
}

TEST(Decoders, ReadDetrOfClassesAloneWhereLabelsTell) {
    const std::vector<Said> said = {{"logits", {1, 1, 3}, {0, 2, -1}}, {"pred_boxes", {1, 1, 4}, {0.5F, 0.5F, 1, 1}}};
    EXPECT_THAT(answer_of(said, {.labels = 3}).detections,
                ElementsAre(IsDetection(Region{0, 0, width, height}, 1, sigmoid(2))));
    EXPECT_EQ(reader_of(said, {.score = ScoreConversion::sigmoid}).classes, 3);
    EXPECT_EQ(reader_of(said, {.labels = 2}).classes, 2);
}

// Three candidates of two classes; the newer form has the features in rows, the older one an objectness.
TEST(Decoders, ReadYoloInEveryForm) {
    const std::vector<float> newer = {
        100, 50, 20, 40, 0.75F, 0.125F, 10, 10, 20, 20, 0, 0.5F, 50, 50, 2, 4, 0.1F, 0.2F};
    const auto expected = ElementsAre(IsDetection(Region{90, 30, 110, 70}, 0, 0.75F),
                                      IsDetection(Region{0, 0, 20, 20}, 1, 0.5F),
                                      IsDetection(Region{49, 48, 51, 52}, 1, 0.2F));
    EXPECT_THAT(answer_of({{"output0", {1, 6, 7}, std::vector<float>(42)}}, {.decoder = "yolo"}).detections,
                testing::SizeIs(7));
    std::vector<float> many = newer;
    many.resize(std::size_t{6} * 1000);
    const std::vector<Said> features_first = {{"output0", {1, 6, 1000}, transposed(many, 1000, 6)}};
    EXPECT_EQ(reader_of(features_first).decoder, "yolo");
    auto answer = answer_of(features_first);
    EXPECT_EQ(answer.detections.size(), 1000U);
    EXPECT_TRUE(answer.candidates);
    EXPECT_THAT(std::vector(answer.detection_scores.begin(), answer.detection_scores.begin() + 4),
                ElementsAre(0.75F, 0.125F, 0, 0.5F));
    answer.detections.resize(3);
    EXPECT_THAT(answer.detections, expected);
    auto features_last = answer_of({{"output0", {1, 1000, 6}, many}}, {.labels = 2}).detections;
    features_last.resize(3);
    EXPECT_THAT(features_last, expected) << "the number of labels tells that there is no objectness";
}

TEST(Decoders, MultiplyTheObjectnessOfYoloV5) {
    std::vector<float> values = {100, 50, 20, 40, 0.5F, 0.75F, 0.125F};
    values.resize(std::size_t{7} * 1000);
    const std::vector<Said> said = {{"output0", {1, 1000, 7}, values}};
    EXPECT_EQ(reader_of(said).classes, 2);
    EXPECT_THAT(answer_of(said).detections.front(), IsDetection(Region{90, 30, 110, 70}, 0, 0.375F));
    EXPECT_EQ(reader_of(said, {.labels = 3}).classes, 3);
    EXPECT_EQ(reader_of(said, {.decoder = "yolo"}).classes, 3);
    EXPECT_EQ(reader_of(said, {.decoder = "yolo-v5"}).classes, 2);
}

TEST(Decoders, ApplyTheSigmoidThatYoloLeavesToItsCaller) {
    std::vector<float> values = {0.5F, 0.5F, 0.1F, 0.4F, 2, -1};
    for (int i = 1; i < 1000; ++i)
        values.insert(values.end(), {0.5F, 0.5F, 0.1F, 0.1F, -5, -6});
    const auto answer = answer_of({{"output0", {1, 6, 1000}, transposed(values, 1000, 6)}});
    EXPECT_THAT(answer.detections.front(), IsDetection(Region{90, 30, 110, 70}, 0, sigmoid(2)));
}

TEST(Decoders, LeaveMaskCoefficientsOfYoloAlone) {
    std::vector<float> values(std::size_t{10} * 1000);
    const std::vector<Said> said = {{"output0", {1, 10, 1000}, values},
                                    {"output1", {1, 4, 3, 3}, std::vector<float>(36)}};
    EXPECT_EQ(reader_of(said).classes, 2);
}

TEST(Decoders, ReadBoxesAndClassScoresInTwoOutputs) {
    const std::vector<float> corners = {10, 20, 30, 40, 50, 60, 150, 90};
    const std::vector<Said> sigmoids = {{"b", {1, 2, 4}, corners}, {"s", {1, 2, 3}, {0.1F, 0.75F, 0.2F, 0.5F, 0, 0}}};
    EXPECT_EQ(reader_of(sigmoids).decoder, "boxes-scores");
    EXPECT_THAT(
        answer_of(sigmoids).detections,
        ElementsAre(IsDetection(Region{10, 20, 30, 40}, 1, 0.75F), IsDetection(Region{50, 60, 150, 90}, 0, 0.5F)));
    const std::vector<Said> logits = {{"s", {1, 2, 3}, {-1, 2, 0, 1, -3, 0}}, {"b", {1, 2, 4}, corners}};
    EXPECT_THAT(answer_of(logits).detections,
                ElementsAre(IsDetection(Region{10, 20, 30, 40}, 1, sigmoid(2)),
                            IsDetection(Region{50, 60, 150, 90}, 0, sigmoid(1))));
    const std::vector<Said> with_background = {{"b", {1, 2, 4}, corners},
                                               {"s", {1, 2, 3}, {0.7F, 0.25F, 0.05F, 0.125F, 0.375F, 0.5F}}};
    EXPECT_THAT(
        answer_of(with_background).detections,
        ElementsAre(IsDetection(Region{10, 20, 30, 40}, 1, 0.25F), IsDetection(Region{50, 60, 150, 90}, 2, 0.5F)))
        << "rows that add up to 1 begin with the background";
}

TEST(Decoders, TellCentresAndOffsetsOfBoxesFromCorners) {
    const std::vector<Said> centres = {{"b", {1, 2, 4}, {0.5F, 0.5F, 0.1F, 0.2F, 0.25F, 0.5F, 0.5F, 0.4F}},
                                       {"s", {1, 2, 2}, {0.75F, 0.5F, 0.25F, 0.5F}}};
    EXPECT_THAT(
        answer_of(centres).detections,
        ElementsAre(IsDetection(Region{90, 40, 110, 60}, 0, 0.75F), IsDetection(Region{0, 30, 100, 70}, 1, 0.5F)));
    const std::vector<Said> queries = {centres[0], {"s", {1, 2, 2}, {3, 1, -1, 2}}};
    EXPECT_FLOAT_EQ(answer_of(queries).detections[0].score, sigmoid(2)) << "the last class of queries is nothing";
    EXPECT_EQ(answer_of(queries).detections[1].label, 0);
    EXPECT_EQ(answer_of(queries, {.labels = 2}).detections[1].label, 1) << "unless there is a label for it";
    const std::vector<Said> offsets = {{"b", {1, 2, 4}, {0.5F, -0.5F, -0.1F, 0.2F, 0.25F, 0.5F, -0.5F, 0.4F}},
                                       {"s", {1, 2, 2}, {0.75F, 0.5F, 0.25F, 0.5F}}};
    for (const auto& detection : answer_of(offsets).detections)
        EXPECT_THAT(detection, IsDetection(Region{0, 0, width, height}, detection.label, detection.score));
}

TEST(Decoders, ReadRowsOfFinishedBoxes) {
    const std::vector<Said> said = {{"output0", {1, 2, 6}, {10, 20, 30, 40, 0.5F, 7, 1, 2, 3, 4, 0.25F, 3}}};
    EXPECT_EQ(reader_of(said).decoder, "yolo-end2end");
    EXPECT_THAT(answer_of(said).detections,
                ElementsAre(IsDetection(Region{10, 20, 30, 40}, 7, 0.5F), IsDetection(Region{1, 2, 3, 4}, 3, 0.25F)));
}

TEST(Decoders, ReadClassScoresAndValues) {
    const std::vector<Said> said = {{"out", {1, 3}, {1, 5, -2}}};
    const auto scores = reader_of(said);
    EXPECT_EQ(scores.decoder, "class-scores");
    EXPECT_EQ(scores.scale, ScoreScale::softmax);
    EXPECT_TRUE(scores.probabilities);
    EXPECT_THAT(answer_of(said).scores, ElementsAre(1, 5, -2));
    const auto values = reader_of(said, {.task = "regression"});
    EXPECT_EQ(values.decoder, "values");
    EXPECT_EQ(values.scale, ScoreScale::as_is);
    EXPECT_FALSE(values.probabilities);
    EXPECT_EQ(reader_of(said, {.score = ScoreConversion::sigmoid}).scale, ScoreScale::sigmoid);
    EXPECT_EQ(reader_of(said, {.score = ScoreConversion::raw}).scale, ScoreScale::as_is);
}

// Two classes over 2x4 places, of the proportions of the input; classes in front or behind.
TEST(Decoders, ReadClassMapsOfBothLayouts) {
    const std::vector<float> planes = {0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17};
    const std::vector<Said> nchw = {{"out", {1, 2, 2, 4}, planes}};
    const std::vector<Said> nhwc = {{"out", {1, 2, 4, 2}, transposed(planes, 2, 8)}};
    for (const auto& said : {nchw, nhwc}) {
        const auto reader = reader_of(said);
        EXPECT_EQ(reader.decoder, "class-map");
        EXPECT_EQ(reader.classes, 2);
        const auto map = answer_of(said).class_map;
        EXPECT_EQ(map.classes, 2U);
        EXPECT_EQ(map.height, 2U);
        EXPECT_EQ(map.width, 4U);
        EXPECT_EQ(map.values, planes);
    }
    EXPECT_EQ(reader_of({{"out", {1, 1, 2, 4}, std::vector<float>(8)}}).scale, ScoreScale::sigmoid);
}

TEST(Decoders, ReadMapsOfLabels) {
    const std::vector<Said> said = {{"out", {1, 2, 4}, {0, 1, 1, 0, 2, 2, 0, 0}, true}};
    EXPECT_EQ(reader_of(said).decoder, "label-map");
    const auto map = answer_of(said).class_map;
    EXPECT_EQ(map.classes, 3U);
    EXPECT_THAT(map.labels, ElementsAre(0, 1, 1, 0, 2, 2, 0, 0));
    EXPECT_TRUE(map.values.empty());
}

TEST(Decoders, SayWhatTheyExpectWhenNoneFits) {
    const std::vector<Said> said = {{"tokens", {1, 3, 8}, std::vector<float>(24)}};
    EXPECT_THAT(error_of([&] { reader_of(said); }),
                IsError(ErrorKind::unsupported, AllOf(HasSubstr("'tokens' [1,3,8] f32"), HasSubstr("postprocess"))));
    EXPECT_THAT(error_of([&] { reader_of(said, {.task = "segmentation"}); }),
                IsError(ErrorKind::unsupported, HasSubstr("no decoder of segmentation")));
    EXPECT_THAT(error_of([&] { reader_of(said, {.decoder = "detr"}); }),
                IsError(ErrorKind::unsupported, AllOf(HasSubstr("pred_boxes"), HasSubstr("'tokens'"))));
    EXPECT_THAT(error_of([&] { reader_of(said, {.decoder = "yolov8"}); }),
                IsError(ErrorKind::usage, HasSubstr("did you mean yolo")));
    EXPECT_THAT(error_of([&] { reader_of(said, {.task = "segmentation", .decoder = "yolo"}); }),
                IsError(ErrorKind::usage, HasSubstr("decoder yolo reads detection")));
}

}  // namespace
}  // namespace vinoscope
