// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/pictures.hpp"
#include "support/pointing.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::box_of;
using test::error_of;
using test::explainer_of;
using test::IsError;
using test::LiesIn;
using test::shape_names;
using test::strongest;
using testing::Contains;
using testing::HasSubstr;

void expect_near(const Region& found, const Region& expected, float tolerance) {
    EXPECT_NEAR(found.x1, expected.x1, tolerance);
    EXPECT_NEAR(found.y1, expected.y1, tolerance);
    EXPECT_NEAR(found.x2, expected.x2, tolerance);
    EXPECT_NEAR(found.y2, expected.y2, tolerance);
}

constexpr float detector_error = 4;  // pixels; its boxes overlap the true ones by 0.95 on average

class BlackBoxTasks : public testing::TestWithParam<const char*> {};

TEST_P(BlackBoxTasks, TellTwoObjectsOfOneClassApart) {
    const auto image = test::shapes_picture("125.png");
    const auto explanation = explainer_of("shapes-ssd", GetParam()).explain(image, {.targets = {PredictedBox{"ring"}}});
    ASSERT_EQ(explanation.maps.size(), 2U);
    for (const auto& map : explanation.maps) {
        EXPECT_EQ(map.status, MapStatus::ok);
        EXPECT_THAT(strongest(map, image), LiesIn(*map.box)) << map.name;
    }
    for (const auto& shape : test::shapes_in("125.png"))
        if (shape_names[static_cast<std::size_t>(shape.label)] == "ring") {
            EXPECT_THAT(explanation.maps,
                        Contains(testing::ResultOf([&](const auto& map) { return strongest(map, image); },
                                                   LiesIn(box_of(shape)))));
        }
}

TEST_P(BlackBoxTasks, FindTheAreasOfClasses) {
    const auto image = test::shapes_picture("100.png");
    const auto explainer = explainer_of("shapes-unet", GetParam());
    for (const auto& shape : test::shapes_in("100.png")) {
        const auto explanation =
            explainer.explain(image, {.targets = {shape_names[static_cast<std::size_t>(shape.label)]}});
        EXPECT_THAT(strongest(explanation.maps.at(0), image), LiesIn(box_of(shape)));
    }
}

TEST_P(BlackBoxTasks, ExplainABoxOfTheCallerThatWasNotFound) {
    const auto image = test::shapes_picture("100.png");
    ExplainOptions options;
    options.min_score = 1;  // nothing counts as found
    const auto shapes = test::shapes_in("100.png");
    options.targets.clear();
    for (const auto& shape : shapes)
        options.targets.emplace_back(std::in_place_type<GivenBox>, box_of(shape), shape.label);
    const auto explanation = explainer_of("shapes-ssd", GetParam()).explain(image, options);
    EXPECT_TRUE(explanation.predictions.empty());
    for (std::size_t i = 0; i < explanation.maps.size(); ++i)
        EXPECT_THAT(strongest(explanation.maps[i], image), LiesIn(box_of(shapes[i])));
}

TEST_P(BlackBoxTasks, SayThatABoxIsLost) {
    const auto explanation =
        explainer_of("shapes-ssd", GetParam())
            .explain(test::shapes_picture("100.png"),
                     {.targets = {GivenBox{{1, 1, 20, 20}, "ring"}, PredictedBox{std::int64_t{0}}}});
    const auto& lost = explanation.maps.at(0);
    EXPECT_EQ(lost.status, MapStatus::lost);
    EXPECT_THAT(lost.reason, HasSubstr("contains a box of class"));
    EXPECT_TRUE(std::ranges::all_of(lost.values, [](float value) { return value == 0; }));
    EXPECT_EQ(explanation.maps.at(1).status, MapStatus::ok);
}

TEST_P(BlackBoxTasks, ContrastTwoClasses) {
    const auto image = test::shapes_picture("100.png");
    const auto map = explainer_of("shapes-cnn", GetParam())
                         .explain(image, {.targets = {ContrastTarget{"star", "square"}}})
                         .maps.at(0);
    for (const auto& shape : test::shapes_in("100.png"))
        if (shape_names[static_cast<std::size_t>(shape.label)] == "star") {
            EXPECT_THAT(strongest(map, image), LiesIn(box_of(shape)));
        }
}

INSTANTIATE_TEST_SUITE_P(Methods, BlackBoxTasks, testing::Values("rise", "occlusion", "aise"), [](const auto& method) {
    return std::string(method.param);
});

TEST(Tasks, GiveBoxesInPixelsOfAStretchedImage) {
    cv::Mat wide;
    cv::resize(test::to_bgr(test::shapes_picture("100.png")), wide, {192, 96}, 0, 0, cv::INTER_NEAREST);
    const auto image = test::from_bgr(wide);
    const auto explanation = explainer_of("shapes-ssd", "rise").explain(image, {.targets = top(2)});
    ASSERT_EQ(explanation.predictions.size(), 2U);
    for (const auto& shape : test::shapes_in("100.png")) {
        auto box = box_of(shape);
        box.x1 *= 2;
        box.x2 *= 2;
        const auto found = std::ranges::find(explanation.predictions, shape.label, &Prediction::index);
        ASSERT_NE(found, explanation.predictions.end());
        expect_near(*found->box, box, 2 * detector_error);
        const auto map = std::ranges::find(explanation.maps, shape.label, [](const auto& one) { return *one.target; });
        EXPECT_THAT(strongest(*map, image), LiesIn(box));
    }
}

TEST(Tasks, GiveBoxesInPixelsOfALetterboxedImage) {
    constexpr int cut = 30;
    const auto image = test::from_bgr(test::to_bgr(test::shapes_picture("100.png")).rowRange(cut, 96).clone());
    const auto explanation =
        explainer_of("shapes-ssd", "rise", ResizeMode::letterbox).explain(image, {.targets = top(2)});
    for (const auto& shape : test::shapes_in("100.png")) {
        auto box = box_of(shape);
        box.y1 -= cut;
        box.y2 -= cut;
        const auto found = std::ranges::find(explanation.predictions, shape.label, &Prediction::index);
        ASSERT_NE(found, explanation.predictions.end());
        expect_near(*found->box, box, detector_error);
        const auto map = std::ranges::find(explanation.maps, shape.label, [](const auto& one) { return *one.target; });
        EXPECT_THAT(strongest(*map, image), LiesIn(box));
    }
}

TEST(Tasks, TakeTheWhiteBoxForClassesAndTheBlackBoxForPlaces) {
    const auto explainer = explainer_of("shapes-unet", "auto");
    const auto by_class = explainer.explain(test::shapes_picture("100.png"), {.targets = {"star"}});
    EXPECT_EQ(by_class.provenance.method, "recipro-cam");
    EXPECT_EQ(by_class.provenance.inferences, 1U);
    const auto shapes = test::shapes_in("100.png");
    const auto star = *std::ranges::find(shapes, std::int64_t{3}, &test::SingleShape::label);
    const PointTarget point{static_cast<float>(star.x1 + star.x2) / 2, static_cast<float>(star.y1 + star.y2) / 2, {}};
    const auto by_place = explainer.explain(test::shapes_picture("100.png"), {.targets = {point}});
    EXPECT_EQ(by_place.provenance.method, "rise");
    EXPECT_EQ(by_place.provenance.task, "segmentation");
    EXPECT_THAT(by_place.notes, Contains(HasSubstr("part of the image")));
    EXPECT_THAT(strongest(by_place.maps.at(0), by_place.image), LiesIn(box_of(star)));
    EXPECT_THAT(error_of([&] {
                    return explainer_of("shapes-unet", "recipro-cam")
                        .explain(test::shapes_picture("100.png"), {.targets = {point}});
                }),
                IsError(ErrorKind::unsupported, HasSubstr("rise")));
}

TEST(Tasks, NeedNoScoresForAMapOfTheImage) {
    for (const auto* model : {"shapes-ssd", "shapes-unet", "shapes-cnn"}) {
        const auto explanation = explainer_of(model, "activation-map").explain(test::shapes_picture("100.png"));
        EXPECT_EQ(explanation.maps.at(0).status, MapStatus::ok) << model;
        EXPECT_FALSE(explanation.predictions.empty()) << model;
    }
}

TEST(Tasks, OfRegressionReadValuesAsTheyAre) {
    ExplainerOptions options;
    options.task = "regression";
    options.preprocess = test::shapes_preprocess();
    options.precision = Precision::f32;
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options);
    options.task = "classification";
    options.score = ScoreConversion::raw;
    const auto logits =
        Explainer(test::data("models/shapes-cnn.xml"), options).explain(test::shapes_picture("100.png")).predictions;
    const auto values = explainer.explain(test::shapes_picture("100.png"), {.targets = {std::int64_t{3}}});
    EXPECT_EQ(values.provenance.task, "regression");
    for (const auto& value : values.predictions) {
        const auto same = std::ranges::find(logits, value.index, &Prediction::index);
        if (same != logits.end()) {
            EXPECT_FLOAT_EQ(value.score, same->score);
        }
    }
    EXPECT_EQ(values.maps.at(0).target, 3);
}

TEST(Tasks, SayWhenNothingWasFound) {
    ExplainOptions options;
    options.min_score = 1;
    const auto explanation = explainer_of("shapes-ssd", "rise").explain(test::shapes_picture("100.png"), options);
    EXPECT_TRUE(explanation.maps.empty());
    EXPECT_THAT(explanation.notes, Contains(HasSubstr("nothing was found")));
}

}  // namespace
}  // namespace vinoscope
