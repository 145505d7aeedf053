// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <openvino/op/normalize_l2.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/softmax.hpp>

#include "outputs/decoder_table.hpp"
#include "outputs/plausibility.hpp"
#include "support/build_model.hpp"
#include "support/detections.hpp"
#include "support/error_matchers.hpp"
#include "support/said.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::image_input_100x200;
using test::IsError;
using test::reader_of;
using test::Said;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<float> zeros(std::size_t count) {
    return std::vector<float>(count);
}

MATCHER_P(IsUnknown, text, "") {
    return testing::ExplainMatchResult(
        IsError(ErrorKind::unsupported, AllOf(HasSubstr(text), HasSubstr("decoder"), HasSubstr("postprocess"))),
        arg,
        result_listener);
}

// The outputs of published networks that were once read as boxes or classes.
TEST(Trust, LeavesAnchorsWithKeyPointsUnknown) {
    const std::vector<Said> faces = {{"Identity", {1, 2304, 16}, zeros(std::size_t{2304} * 16)},
                                     {"Identity_1", {1, 2304, 1}, zeros(2304)}};
    EXPECT_THAT(error_of([&] { reader_of(faces); }), IsUnknown("anchors"));
    EXPECT_EQ(reader_of(faces, {.decoder = "yolo"}).decoder, "yolo") << "the user may know better";
    const std::vector<Said> few = {{"regressors", {1, 896, 16}, zeros(std::size_t{896} * 16)},
                                   {"classificators", {1, 896, 1}, zeros(896)}};
    EXPECT_THAT(error_of([&] { reader_of(few); }), IsUnknown("anchors"));
}

TEST(Trust, ReadsTextOnlyWhereItsStepsFollowTheLine) {
    const std::vector<Said> steps_first = {{"387", {28, 1, 1100}, zeros(std::size_t{28} * 1100)}};
    EXPECT_EQ(reader_of(steps_first).decoder, "ctc");
    const auto image = test::image_parameter({1, 3, 100, 200});
    const auto steps = test::reshaped(image, {1, 30, 2000});
    const auto model = test::model_of(std::make_shared<ov::op::v8::Softmax>(steps, 2), image);
    EXPECT_THAT(error_of([&] { find_reader(*model, image_input_100x200(), {}); }),
                AllOf(IsUnknown("looks like text"), IsUnknown("scores of 2000 characters for each step")))
        << "an attention decoder has this form, too";
    const std::vector<std::string> alphabet(1999, "x");
    EXPECT_EQ(find_reader(*model, image_input_100x200(), {.alphabet = alphabet}).trust, Trust::certain);
    EXPECT_EQ(find_reader(*model, image_input_100x200(), {.task = "recognition"}).decoder, "ctc");
}

TEST(Trust, LeavesUndecodedLevelsInTablesUnknown) {
    EXPECT_THAT(error_of([&] {
                    reader_of({{"a", {1, 1200, 10}, zeros(12000)},
                               {"b", {1, 300, 10}, zeros(3000)},
                               {"c", {1, 1200, 32}, zeros(38400)},
                               {"d", {1, 300, 32}, zeros(9600)}});
                }),
                IsUnknown("levels of a detector that are not decoded"));
}

TEST(Trust, LeavesLandmarksBesideAPresenceUnknown) {
    const std::vector<Said> face = {{"conv2d_20", {1, 1, 1, 1404}, zeros(1404)}, {"conv2d_30", {1, 1, 1, 1}, {0}}};
    EXPECT_THAT(error_of([&] { reader_of(face); }), IsUnknown("'conv2d_20', 'conv2d_30' could all be class scores"));
    EXPECT_EQ(reader_of(face, {.output = "conv2d_20"}).classes, 1404) << "named by the user";
    EXPECT_EQ(reader_of(face, {.task = "regression"}).decoder, "values");
}

TEST(Trust, IsNoneInWhatIsNamedAfterSomethingElse) {
    for (const auto* name : {"landmarks", "bbox_regression", "image_features"})
        EXPECT_THAT(error_of([&] {
                        reader_of({{name, {1, 10}, zeros(10)}});
                    }),
                    IsUnknown("something other than"))
            << name;
}

std::shared_ptr<ov::Model> model_with(const std::vector<std::pair<std::string, test::Value>>& outputs,
                                      const std::shared_ptr<ov::op::v0::Parameter>& image) {
    ov::ResultVector results;
    for (const auto& [name, value] : outputs) {
        value.get_node_shared_ptr()->output(0).set_names({name});
        results.push_back(std::make_shared<ov::op::v0::Result>(value));
    }
    return std::make_shared<ov::Model>(results, ov::ParameterVector{image});
}

// Offsets of a box and of five key points have more numbers than the two classes.
TEST(Trust, PrefersWhatEndsInASoftmax) {
    const auto image = test::image_parameter({1, 3, 100, 200});
    const auto features = test::mean_over(image, {2, 3});
    const auto model =
        model_with({{"dense_5", test::fully_connected(features, 3, 4, 1)},
                    {"dense_6", test::fully_connected(features, 3, 10, 2)},
                    {"softmax_2", std::make_shared<ov::op::v8::Softmax>(test::fully_connected(features, 3, 2, 3), 1)}},
                   image);
    const auto reader = find_reader(*model, image_input_100x200(), {});
    EXPECT_EQ(reader.outputs, std::vector<std::size_t>{2});
    EXPECT_EQ(reader.trust, Trust::certain);
    EXPECT_EQ(find_reader(*model, image_input_100x200(), {.labels = 4}).outputs, std::vector<std::size_t>{0})
        << "labels tell more";
}

TEST(Trust, PrefersWhatIsComputedFromTheOthers) {
    const auto image = test::image_parameter({1, 3, 100, 200});
    const auto hidden = test::tanh(test::fully_connected(test::mean_over(image, {2, 3}), 3, 8, 1));
    const auto model = model_with({{"a", hidden}, {"b", test::fully_connected(hidden, 8, 3, 2)}}, image);
    EXPECT_EQ(find_reader(*model, image_input_100x200(), {}).outputs, std::vector<std::size_t>{1});
}

TEST(Trust, ReadsAnEmbeddingOnlyWhereThatIsSure) {
    EXPECT_EQ(reader_of({{"embedding", {1, 10}, zeros(10)}}).task, "embedding") << "its name says so";
    const auto image = test::image_parameter({1, 3, 100, 200});
    const auto features = test::fully_connected(test::mean_over(image, {2, 3}), 3, 10, 1);
    const auto unit =
        std::make_shared<ov::op::v0::NormalizeL2>(features, test::integers({1}), 1e-9F, ov::op::EpsMode::ADD);
    const auto reader = find_reader(*model_with({{"out", unit}}, image), image_input_100x200(), {});
    EXPECT_EQ(reader.task, "embedding");
    EXPECT_THAT(reader.evidence, HasSubstr("unit length"));
    const auto pooled =
        test::mean_over(test::relu(test::convolution(image, test::random_floats({512, 3, 1, 1}, 1))), {2, 3});
    const auto plain = model_with({{"out", pooled}}, image);
    EXPECT_THAT(error_of([&] { find_reader(*plain, image_input_100x200(), {}); }),
                IsUnknown("512 values that are not computed by a dense layer"));
    EXPECT_EQ(find_reader(*plain, image_input_100x200(), {.task = "embedding"}).decoder, "embedding");
}

// The vector beside the classes is no purpose of its own.
TEST(Trust, PrefersClassesToTheEmbeddingBesideThem) {
    const auto image = test::image_parameter({1, 3, 100, 200});
    const auto features = test::fully_connected(test::mean_over(image, {2, 3}), 3, 10, 1);
    const auto unit =
        std::make_shared<ov::op::v0::NormalizeL2>(features, test::integers({1}), 1e-9F, ov::op::EpsMode::ADD);
    const auto model = model_with({{"embedding", unit}, {"logits", test::fully_connected(unit, 10, 7, 2)}}, image);
    EXPECT_EQ(find_reader(*model, image_input_100x200(), {}).task, "classification");
}

TEST(Trust, IsNoneInMapsOfFeatures) {
    const auto image = test::image_parameter({1, 3, 100, 200});
    const auto map = test::relu(test::convolution(image, test::random_floats({16, 3, 10, 10}, 1), 10));
    EXPECT_THAT(error_of([&] {
                    find_reader(*model_with({{"out", map}}, image), image_input_100x200(), {});
                }),
                IsUnknown("ReLU"));
}

TEST(Trust, IsNamedByTheUser) {
    const std::vector<Said> said = {{"embedding", {1, 10}, zeros(10)}};
    EXPECT_EQ(reader_of(said, {.decoder = "class-scores"}).trust, Trust::certain);
    EXPECT_EQ(reader_of(said, {.task = "classification"}).trust, Trust::doubtful);
    EXPECT_EQ(reader_of(said, {.labels = 10}).trust, Trust::certain);
}

// A reading after answers with these values, for pictures of 100x200 pixels.
AnswerReader checked(const std::vector<std::vector<Said>>& answers, std::size_t labels = 0) {
    auto reader = reader_of(answers.front(), {.labels = labels});
    std::vector<std::vector<OutputTensor>> views;
    for (const auto& said : answers)
        views.push_back(test::views(said, reader.outputs));
    check_answers(reader, std::vector<vinoscope::Said>(views.begin(), views.end()), image_input_100x200(), labels);
    return reader;
}

// Candidates in 25x50 cells of 4x4 pixels, with one class.
std::vector<float> candidates(float centres, float score) {
    std::vector<float> values;
    for (int row = 0; row < 25; ++row)
        for (int column = 0; column < 50; ++column)
            values.insert(values.end(),
                          {centres * static_cast<float>(column) * 4 + 2,
                           centres * static_cast<float>(row) * 4 + 2,
                           8,
                           8,
                           score + 0.0001F * static_cast<float>(column),
                           score});
    return values;
}

TEST(TrustAfterAnswers, StaysInCandidatesThatCoverThePicture) {
    const auto reader = checked({{{"out", {1, 1250, 6}, candidates(1, 0.01F)}}});
    EXPECT_EQ(reader.trust, Trust::likely);
    EXPECT_THAT(reader.doubts, IsEmpty());
}

TEST(TrustAfterAnswers, IsNoneInCandidatesThatDoNot) {
    const auto reader = checked({{{"out", {1, 1250, 6}, candidates(0.05F, 0.01F)}}});
    EXPECT_EQ(reader.trust, Trust::none) << "offsets to anchors lie near zero";
    EXPECT_THAT(reader.doubts, Contains(HasSubstr("cover")));
    EXPECT_THAT(checked({{{"out", {1, 1250, 6}, candidates(-1, 0.01F)}}}).doubts, Contains(HasSubstr("outside")));
}

TEST(TrustAfterAnswers, IsNoneInScoresBeyondOneAndClassesBeyondTheLabels) {
    const auto scores = checked({{{"out", {1, 1250, 6}, candidates(1, 7)}}});
    EXPECT_EQ(scores.trust, Trust::none);
    EXPECT_THAT(scores.doubts, Contains(HasSubstr("0..1")));
    const std::vector<Said> rows = {{"out", {1, 2, 6}, {10, 20, 30, 40, 0.5F, 7, 1, 2, 3, 4, 0.25F, 3}}};
    EXPECT_EQ(checked({rows}).trust, Trust::likely);
    EXPECT_EQ(checked({rows}, 5).trust, Trust::none) << "class 7 of 5";
    const std::vector<Said> fractions = {{"out", {1, 2, 6}, {10, 20, 30, 40, 0.5F, 7.5F, 1, 2, 3, 4, 0.25F, 3}}};
    EXPECT_THAT(checked({fractions}).doubts, Contains(HasSubstr("column of classes holds 7.5")));
    const std::vector<Said> flat = {{"out", {1, 2, 6}, {30, 20, 10, 40, 0.5F, 7, 3, 2, 1, 4, 0.25F, 3}}};
    EXPECT_THAT(checked({flat}).doubts, Contains(HasSubstr("no area")));
}

TEST(TrustAfterAnswers, IsDoubtfulWhereBoxesAreOffsetsToUnknownAnchors) {
    const auto reader = checked({{{"b", {1, 2, 4}, {0.5F, -0.5F, -0.1F, 0.2F, 0.25F, 0.5F, -0.5F, 0.4F}},
                                  {"s", {1, 2, 2}, {0.75F, 0.5F, 0.25F, 0.5F}}}});
    EXPECT_EQ(reader.trust, Trust::doubtful);
    EXPECT_THAT(reader.doubts, Contains(HasSubstr("whole image")));
}

TEST(TrustAfterAnswers, IsNoneInCoordinatesAndEmbeddings) {
    const auto with = [](std::vector<float> a, std::vector<float> b) {
        const auto size = a.size();
        return checked({{{"out", {1, size}, std::move(a)}}, {{"out", {1, size}, std::move(b)}}});
    };
    EXPECT_EQ(with({128, 132, 134, 216}, {131, 120, 139, 225}).trust, Trust::none) << "the corners of a crop";
    EXPECT_EQ(with({-3, 12, 4, -6, 0}, {2, -1, 33, -5, 1}).trust, Trust::likely) << "logits";
    std::vector<float> embedding(16, 0.25F);
    std::vector<float> other(16, -0.25F);
    other[3] = 0.25F;
    EXPECT_EQ(with(embedding, other).trust, Trust::none);
}

TEST(TrustAfterAnswers, TakesNoSoftmaxOfWhatAddsUpToOne) {
    const auto reader = checked({{{"out", {1, 3}, {0.75F, 0.125F, 0.125F}}}, {{"out", {1, 3}, {0.25F, 0.5F, 0.25F}}}});
    EXPECT_EQ(reader.scale, ScoreScale::as_is);
    EXPECT_TRUE(reader.probabilities);
    EXPECT_EQ(reader.activation, "softmax");
}

TEST(TrustAfterAnswers, IsDoubtfulWhereThePictureDoesNotMatter) {
    const std::vector<Said> said = {{"out", {1, 5}, {1, 5, -2, 0, 3}}};
    EXPECT_EQ(checked({said, said}).trust, Trust::doubtful);
    EXPECT_EQ(checked({said, {{"out", {1, 5}, {1, 5, -1, 0, 3}}}}).trust, Trust::likely);
}

// How the scores of a model are read does not change from one mask to the next.
TEST(Settled, ByTheFirstAnswer) {
    const std::vector<Said> logits = {{"b", {1, 2, 4}, {10, 20, 30, 40, 50, 60, 150, 90}}, {"s", {1, 2, 1}, {-2, 1}}};
    const std::vector<Said> later = {logits[0], {"s", {1, 2, 1}, {0.25F, 0.5F}}};
    const auto reader = reader_of(logits);
    reader.read(test::views(logits, reader.outputs));
    EXPECT_FLOAT_EQ(reader.read(test::views(later, reader.outputs)).detections[0].score, test::sigmoid(0.25F));
    const auto fresh = reader_of(later);
    EXPECT_FLOAT_EQ(fresh.read(test::views(later, fresh.outputs)).detections[0].score, 0.25F);
}

TEST(Settled, UnitsOfBoxesByTheFirstBoxes) {
    const std::vector<Said> nothing = {{"out", {1, 1, 2, 7}, {-1, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0}}};
    const std::vector<Said> pixels = {{"out", {1, 1, 2, 7}, {0, 1, 0.5F, 10, 10, 50, 60, -1, 0, 0, 0, 0, 0, 0}}};
    const std::vector<Said> small = {{"out", {1, 1, 2, 7}, {0, 1, 0.5F, 0, 0, 1, 1, -1, 0, 0, 0, 0, 0, 0}}};
    const auto reader = reader_of(pixels);
    reader.read(test::views(nothing, {0}));
    reader.read(test::views(pixels, {0}));
    EXPECT_EQ(reader.read(test::views(small, {0})).detections[0].box.x2, 1) << "a box of one pixel, not of the whole";
}

}  // namespace
}  // namespace vinoscope
