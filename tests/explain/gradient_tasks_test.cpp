// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Gradients of what segmentations and detectors say.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/pointing.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using test::box_of;
using test::error_of;
using test::explainer_of;
using test::IsError;
using test::LiesIn;
using test::shapes_picture;
using test::strongest;
using testing::HasSubstr;

constexpr std::size_t height = 5;
constexpr std::size_t width = 7;
constexpr std::size_t places = height * width;
constexpr std::size_t channels = 3;
constexpr std::size_t classes = 4;

// How much a class gains from a place, [class][channel]: the scores of a place are a product of these and its pixel.
const std::vector<float> weights = test::random_values(classes * channels, 1);
const std::vector<float> picture = test::random_values(channels * places, 2);

float largest_weight(std::size_t of_class) {
    float largest = 0;
    for (std::size_t channel = 0; channel < channels; ++channel)
        largest = std::max(largest, std::abs(weights[of_class * channels + channel]));
    return largest;
}

float score_at(std::size_t place, std::size_t of_class) {
    float score = 0;
    for (std::size_t channel = 0; channel < channels; ++channel)
        score += weights[of_class * channels + channel] * picture[channel * places + place];
    return score;
}

std::size_t winner_at(std::size_t place) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < classes; ++i)
        if (score_at(place, i) > score_at(place, best))
            best = i;
    return best;
}

test::Value place_scores(const test::Value& image) {
    return test::convolution(image, test::floats({classes, channels, 1, 1}, weights));
}

Explanation explained(const std::shared_ptr<ov::Model>& model, const std::string& method, TargetRequests targets) {
    ExplainerOptions options;
    options.method = method;
    options.precision = Precision::f32;
    options.preprocess.layout = TensorLayout::nchw;
    ExplainOptions asked;
    asked.targets = std::move(targets);
    asked.min_score = 0;
    return Explainer(model, options).explain(make_tensor({1, channels, height, width}, picture), Image(), asked);
}

std::shared_ptr<ov::Model> pixel_classifier() {
    const auto image = test::image_parameter({1, channels, height, width});
    return test::model_of(place_scores(image), image);
}

// The score of a region is the mean over its places, and each place has the gradient of its own weights.
TEST(GradientOfASegmentation, IsThatOfTheRegionAlone) {
    const std::size_t label = winner_at(0);
    std::size_t count = 0;
    for (std::size_t place = 0; place < places; ++place)
        count += static_cast<std::size_t>(winner_at(place) == label);
    const auto map = explained(pixel_classifier(), "saliency", {static_cast<std::int64_t>(label)}).maps.at(0).values;
    for (std::size_t place = 0; place < places; ++place) {
        const float expected = winner_at(place) == label ? largest_weight(label) / static_cast<float>(count) : 0;
        EXPECT_NEAR(map[place], expected, 1e-6) << place;
    }
}

TEST(GradientOfASegmentation, OfAContrastIsTheDifference) {
    const auto label = static_cast<std::int64_t>(winner_at(0));
    const auto versus = (label + 1) % static_cast<std::int64_t>(classes);
    ContrastTarget contrast;
    contrast.target = label;
    contrast.versus = versus;
    const auto of = [](TargetRequests targets) {
        return explained(pixel_classifier(), "input-x-gradient", std::move(targets)).maps.at(0).values;
    };
    const auto difference = of({contrast});
    const auto alone = of({label});
    for (std::size_t place = 0; place < places; ++place) {
        const float ratio = alone[place] == 0 ? 0 : alone[place] / score_at(place, static_cast<std::size_t>(label));
        const float other = score_at(place, static_cast<std::size_t>(versus));
        EXPECT_NEAR(difference[place], alone[place] - ratio * other, 1e-5) << place;
    }
}

class PointedMethods : public testing::TestWithParam<const char*> {};

TEST_P(PointedMethods, TellTwoAreasOfOneClassApart) {
    const auto image = shapes_picture("125.png");
    const auto explainer = explainer_of("shapes-unet", GetParam());
    for (const auto& shape : test::shapes_in("125.png")) {
        if (test::shape_names[static_cast<std::size_t>(shape.label)] != "ring")
            continue;
        const auto on_the_ring = static_cast<float>(shape.x1 + 2);
        const PointTarget point{on_the_ring, static_cast<float>(shape.y1 + shape.y2) / 2, "ring"};
        const auto map = explainer.explain(image, {.targets = {point}}).maps.at(0);
        EXPECT_THAT(strongest(map, image), LiesIn(box_of(shape)));
    }
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         PointedMethods,
                         testing::Values("hires-cam", "integrated-gradients"),
                         [](const auto& method) {
                             auto name = std::string(method.param);
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(GradientOfSortedBoxes, TellsTwoOfOneClassApart) {
    const auto image = shapes_picture("125.png");
    for (const auto* method : {"hires-cam", "saliency"}) {
        const auto explanation = explainer_of("shapes-ssd", method).explain(image, {.targets = {PredictedBox{"ring"}}});
        ASSERT_EQ(explanation.maps.size(), 2U);
        for (const auto& map : explanation.maps)
            EXPECT_THAT(strongest(map, image), LiesIn(*map.box)) << method << ' ' << map.name;
    }
}

TEST(GradientOfSortedBoxes, IsNoneWhereManyPicturesAreCompared) {
    EXPECT_THAT(error_of([] { explainer_of("shapes-ssd", "integrated-gradients"); }),
                IsError(ErrorKind::unsupported, HasSubstr("sorts and filters its boxes")));
}

// Features of dense detectors: centre and size of each box, here constants, and the scores of its classes.
std::shared_ptr<ov::Model> dense_detector(bool objectness) {
    const auto image = test::image_parameter({1, channels, height, width});
    std::vector<float> boxes(4 * places);
    for (std::size_t place = 0; place < places; ++place) {
        const auto column = place % width;
        const auto row = place / width;
        boxes[place] = static_cast<float>(column) + 0.5F;
        boxes[places + place] = static_cast<float>(row) + 0.5F;
        boxes[2 * places + place] = boxes[3 * places + place] = 1;
    }
    std::vector<test::Value> features = {test::floats({1, 4, places}, boxes)};
    if (objectness)
        features.push_back(test::floats({1, 1, places}, std::vector<float>(places, 0.5F)));
    features.push_back(test::reshaped(place_scores(image), {1, classes, places}));
    const auto rows = test::concat(features, 1);
    return test::model_of(objectness ? test::transposed(rows, {0, 2, 1}) : rows, image);
}

class DenseDetector : public testing::TestWithParam<bool> {};

TEST_P(DenseDetector, HasTheGradientOfTheCellThatABoxCameFrom) {
    ExplainerOptions options;
    options.method = "saliency";
    options.precision = Precision::f32;
    options.task = "detection";
    options.decoder = GetParam() ? "yolo-v5" : "yolo";
    options.preprocess.layout = TensorLayout::nchw;
    const Explainer explainer(dense_detector(GetParam()), options);
    constexpr std::size_t cell = 2 * width + 3;
    ExplainOptions asked;
    asked.targets = {GivenBox{{3, 2, 4, 3}, std::int64_t{1}}};
    const auto map =
        explainer.explain(make_tensor({1, channels, height, width}, picture), Image(), asked).maps.at(0).values;
    for (std::size_t place = 0; place < places; ++place)
        EXPECT_NEAR(map[place], place == cell ? largest_weight(1) * (GetParam() ? 0.5F : 1) : 0, 1e-6) << place;
}

INSTANTIATE_TEST_SUITE_P(Forms, DenseDetector, testing::Bool(), [](const auto& objectness) {
    return objectness.param ? std::string("with_objectness") : std::string("without");
});

}  // namespace
}  // namespace vinoscope
