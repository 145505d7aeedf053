// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <cmath>

#include "support/error_matchers.hpp"
#include "task/tasks.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

const std::vector<std::string> labels = {"background", "cat", "dog"};

// Three places of four rows show the image; those above and below are the bars of a letterbox.
AnswerContext context(ScoreScale scale = ScoreScale::softmax) {
    return {.labels = labels,
            .scale = scale,
            .probabilities = true,
            .exclusive = scale == ScoreScale::softmax,
            .classes = 3,
            .frame = {40, 30, 20, 30, {0, -10, 30, 30}}};
}

// One digit a place: the class with the highest logit (2), the others have 0.
Answer saying(const std::string& digits) {
    Answer answer;
    answer.class_map = {3, 4, 3, std::vector<float>(36)};
    for (std::size_t place = 0; place < 12; ++place)
        answer.class_map.values[static_cast<std::size_t>(digits[place] - '0') * 12 + place] = 2;
    return answer;
}

const Answer scene = saying(
    "222"
    "110"
    "021"
    "111");

const double yes = std::exp(2.0) / (std::exp(2.0) + 2);
const double no = 1 / (std::exp(2.0) + 2);

ResolvedTarget ask(const TargetRequest& request, const AnswerContext& about = context()) {
    return area_targets({request}, scene, about).at(0);
}

TEST(Areas, AreListedByTheirShareOfTheImage) {
    const auto found = area_predictions(scene, context(), 5);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].label, "cat");
    EXPECT_FLOAT_EQ(found[0].score, 0.5F) << "bars of the letterbox do not count";
    EXPECT_EQ(found[1].label, "background");
    EXPECT_EQ(found[2].label, "dog");
    EXPECT_FLOAT_EQ(found[2].score, 1.0F / 6);
}

TEST(Areas, OfAClassScoreItsMeanProbabilityThere) {
    const auto resolved = ask("cat");
    EXPECT_TRUE(resolved.by_class);
    EXPECT_NEAR(resolved.score(scene), yes, 1e-6);
    EXPECT_NEAR(resolved.score(saying("000110000000")), (2 * yes + no) / 3, 1e-6);
    EXPECT_NEAR(resolved.score(saying("222222222222")), no, 1e-6);
}

TEST(Areas, AroundAPointAreConnected) {
    const auto resolved = ask(PointTarget{12, 5, {}});
    EXPECT_EQ(resolved.target, 1);
    EXPECT_EQ(resolved.name, "cat_at_12_5");
    EXPECT_FALSE(resolved.by_class);
    EXPECT_NEAR(resolved.score(saying("000100000000")), (yes + no) / 2, 1e-6) << "the cat at the right is another one";
    EXPECT_EQ(ask(PointTarget{12, 5, "dog"}).target, 2);
    EXPECT_THAT(error_of([] { ask(PointTarget{31, 5, {}}); }), IsError(ErrorKind::bad_target, HasSubstr("30x20")));
}

TEST(Areas, UnderAMask) {
    Image mask(3, 2);
    std::fill_n(mask.data(), mask.size(), std::uint8_t{0});
    mask.row(1)[3] = 255;
    const auto resolved = ask(MaskTarget{mask, {}, "spot"});
    EXPECT_EQ(resolved.target, 2) << "what the model sees there";
    EXPECT_EQ(resolved.name, "dog_in_spot");
    EXPECT_NEAR(resolved.score(scene), yes, 1e-6);
    EXPECT_NEAR(ask(MaskTarget{mask, "cat", "spot"}).score(scene), no, 1e-6);
    mask.row(1)[3] = 0;
    EXPECT_THAT(error_of([&] {
                    ask(MaskTarget{mask, {}, "spot"});
                }),
                IsError(ErrorKind::bad_target, HasSubstr("black")));
}

TEST(Areas, OfTheBackgroundAreNoAnswerToWhatIsThere) {
    const auto largest = area_targets(top(5), scene, context());
    ASSERT_EQ(largest.size(), 2U);
    EXPECT_EQ(largest[0].label, "cat");
    EXPECT_EQ(largest[1].label, "dog");
    EXPECT_EQ(ask("background").target, 0) << "unless it is asked for";
}

TEST(Areas, OfAContrastScoreTheDifferenceOfLogits) {
    const auto resolved = ask(ContrastTarget{"cat", "dog"});
    EXPECT_EQ(resolved.name, "cat_rather_than_dog");
    EXPECT_NEAR(resolved.score(scene), 2, 1e-4);
    EXPECT_NEAR(resolved.score(saying("222222222222")), -2, 1e-4);
    EXPECT_EQ(resolved.versus, 2);
}

TEST(Areas, OfAClassThatIsNotThereAreTheWholeImage) {
    const auto resolved = area_targets({"dog"}, saying("222111111222"), context()).at(0);
    EXPECT_THAT(resolved.note, HasSubstr("no pixel"));
    EXPECT_NEAR(resolved.score(saying("222211111222")), (yes + 5 * no) / 6, 1e-6);
}

TEST(Areas, OfASingleClassAreWhereItsScoreSaysYes) {
    Answer answer;
    answer.class_map = {1, 4, 3, {9, 9, 9, 1, -1, 2, -3, -4, -5, 9, 9, 9}};
    const std::vector<std::string> none;
    const AnswerContext one{.labels = none, .scale = ScoreScale::sigmoid, .classes = 1, .frame = context().frame};
    EXPECT_FLOAT_EQ(area_predictions(answer, one, 1).at(0).score, 2.0F / 6);
    const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
    EXPECT_NEAR(area_targets({std::int64_t{0}}, answer, one).at(0).score(answer), (sigmoid(1) + sigmoid(2)) / 2, 1e-6);
}

TEST(Areas, AreNoBoxes) {
    EXPECT_THAT(error_of([] { ask(PredictedBox{}); }), IsError(ErrorKind::bad_target, HasSubstr("masks")));
}

}  // namespace
}  // namespace vinoscope
