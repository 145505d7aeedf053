// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Models that read a line of text: scores of characters for each step (CTC).
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <openvino/core/graph_util.hpp>
#include <openvino/op/softmax.hpp>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/doctor.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

constexpr std::size_t side = 4;  // of the square of pixels that a step sees
constexpr std::size_t steps = 8;
constexpr std::size_t width = steps * side;
constexpr std::size_t places = side * width;
constexpr std::size_t characters = 5;
constexpr float gain = 8;  // of a letter whose colour fills the square
constexpr float bias = 2;  // of the blank
const std::vector<std::string> letters = {"A", "B", "C", "D"};
const std::string line = "AA-B-BC-";  // of the steps

// Letters A, B and C are red, green and blue squares, D is none of them. The blank comes first or last.
std::shared_ptr<ov::Model> reader_of_squares(bool blank_first, bool steps_first) {
    const auto image = test::image_parameter({1, 3, side, width});
    std::vector<float> weights(characters * 3 * side * side);
    std::vector<float> biases(characters);
    biases[blank_first ? 0 : characters - 1] = bias;
    for (std::size_t channel = 0; channel < 3; ++channel)
        std::fill_n(weights.begin() + ((channel + (blank_first ? 1 : 0)) * 3 + channel) * side * side,
                    side * side,
                    gain / (side * side));
    const auto scores = test::add(test::convolution(image, test::floats({characters, 3, side, side}, weights), side),
                                  test::floats({1, characters, 1, 1}, biases));
    const auto table = test::reshaped(test::transposed(scores, {0, 3, 1, 2}), {1, steps, characters});
    if (steps_first)
        return test::model_of(test::transposed(table, {1, 0, 2}), image);
    return test::model_of(std::make_shared<ov::op::v8::Softmax>(table, 2), image);
}

std::vector<float> picture() {
    std::vector<float> pixels(3 * places);
    for (std::size_t step = 0; step < steps; ++step)
        if (line[step] != '-')
            for (std::size_t y = 0; y < side; ++y)
                std::fill_n(pixels.begin() + (line[step] - 'A') * places + y * width + step * side, side, 1.0F);
    return pixels;
}

Explanation explained(const std::string& method,
                      const TargetRequests& targets,
                      bool blank_first = true,
                      bool steps_first = true) {
    ExplainerOptions options;
    options.method = method;
    options.precision = Precision::f32;
    options.preprocess.layout = TensorLayout::nchw;
    options.alphabet = letters;
    options.black_box.window = side;
    options.black_box.stride = side;
    return Explainer(reader_of_squares(blank_first, steps_first), options)
        .explain(make_tensor({1, 3, side, width}, picture()), Image(), {.targets = targets});
}

// Of the letter in its own square, and of each of the two other colours there.
const double rest = std::exp(bias) + 3;
const double own = std::exp(gain) / (std::exp(gain) + rest);
const double other = 1 / (std::exp(gain) + rest);

TEST(TextModel, IsReadByTheBestPath) {
    for (const bool blank_first : {true, false})
        for (const bool steps_first : {true, false}) {
            const auto explanation = explained("occlusion", top(1), blank_first, steps_first);
            EXPECT_EQ(explanation.provenance.task, "recognition");
            EXPECT_EQ(explanation.provenance.decoder, "ctc");
            ASSERT_EQ(explanation.predictions.size(), 5U);
            EXPECT_EQ(explanation.predictions[0].label, "ABBC") << blank_first << steps_first;
            EXPECT_NEAR(explanation.predictions[0].score, own, 1e-5);
            std::string read;
            for (std::size_t i = 1; i < 5; ++i)
                read += explanation.predictions[i].label;
            EXPECT_EQ(read, "ABBC");
            EXPECT_EQ(explanation.maps.at(0).label, "ABBC");
        }
}

// d log p_B / d x of a channel: its weight times (1 - p_B) for green, times -p for the two others.
TEST(TextModel, HasAGradientInTheSquareOfACharacterAlone) {
    for (const bool steps_first : {true, false}) {
        const auto map = explained("saliency", {CharacterTarget{2}}, true, steps_first).maps.at(0);
        EXPECT_EQ(map.name, "char_2_B");
        ASSERT_EQ(map.values.size(), places);
        const auto slope = static_cast<float>(gain / (side * side) * (1 - own));
        for (std::size_t place = 0; place < places; ++place)
            EXPECT_NEAR(map.values[place], place % width / side == 5 ? slope : 0, 1e-3F * slope) << place;
    }
}

TEST(TextModel, HasTheMeanGradientOfAllCharactersForTheWholeText) {
    const auto map = explained("saliency", top(1)).maps.at(0);
    const auto slope = static_cast<float>(gain / (side * side) * (1 - own) / 5);  // five steps have a letter
    for (std::size_t place = 0; place < places; ++place)
        EXPECT_NEAR(map.values[place], line[place % width / side] == '-' ? 0 : slope, 1e-3F * slope) << place;
}

TEST(TextModel, IsExplainedByOcclusionCharacterByCharacter) {
    const auto explanation = explained("occlusion", all_classes());
    ASSERT_EQ(explanation.maps.size(), 4U);
    const std::array<std::vector<std::size_t>, 4> squares = {{{0, 1}, {3}, {5}, {6}}};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& map = explanation.maps[i];
        const auto columns = static_cast<std::size_t>(map.width);
        const auto best = static_cast<std::size_t>(std::ranges::max_element(map.values) - map.values.begin());
        EXPECT_THAT(squares[i], testing::Contains(best % columns * steps / columns)) << i;
    }
}

TEST(TextModel, AnswersForAPartOfTheText) {
    const auto explanation = explained("saliency", {"BB", "C"});
    ASSERT_EQ(explanation.maps.size(), 2U);
    EXPECT_EQ(explanation.maps[0].label, "BB");
    EXPECT_EQ(explanation.maps[1].name, "char_3_C");
    EXPECT_EQ(explained("saliency", {"B"}).maps.size(), 2U) << "each of them";
}

// Verdicts and comparisons ask for the target of a map again.
TEST(TextModel, IsAskedTheSameAgainByAMap) {
    for (const auto& map : explained("saliency", {AllTargets{}, "BB", TopTargets{1}}).maps) {
        const auto again = explained("saliency", {target_of(map)}).maps;
        ASSERT_EQ(again.size(), 1U);
        EXPECT_EQ(again[0].name, map.name);
        EXPECT_EQ(again[0].values, map.values);
    }
}

TEST(TextModel, SaysWhatItCannotBeAsked) {
    EXPECT_THAT(error_of([] { explained("saliency", {CharacterTarget{4}}); }),
                IsError(ErrorKind::bad_target, HasSubstr("expected a character from 0 to 3, of the text \"ABBC\"")));
    EXPECT_THAT(error_of([] { explained("saliency", {"XY"}); }),
                IsError(ErrorKind::bad_target, HasSubstr("did not read \"XY\", but \"ABBC\"")));
    EXPECT_THAT(error_of([] { explained("saliency", {PredictedBox{0}}); }),
                IsError(ErrorKind::bad_target, HasSubstr("recognition")));
    ExplainerOptions options;
    options.task = "recognition";
    options.alphabet = {"A", "B"};
    EXPECT_THAT(error_of([&] { Explainer(reader_of_squares(true, true), options); }),
                IsError(ErrorKind::usage, HasSubstr("expected an alphabet of 4 characters")));
}

TEST(TextModel, IsExplainedByTheMethodsThatTheDoctorNames) {
    const test::TemporaryFolder folder;
    const auto file = folder / "text.xml";
    ov::serialize(reader_of_squares(true, true), file.string(), (folder / "text.bin").string());
    ExplainerOptions options;
    options.alphabet = letters;
    for (const auto& fit : diagnose(file, options).methods) {
        options.method = fit.method;
        const auto error = error_of([&] { const Explainer explainer(file, options); });
        EXPECT_EQ(fit.works, !error.has_value()) << fit.method << ": " << fit.reason;
    }
}

}  // namespace
}  // namespace vinoscope
