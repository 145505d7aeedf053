// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Models that estimate a quantity for every place, such as a depth.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "support/build_model.hpp"
#include "support/random_values.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t height = 6;
constexpr std::size_t width = 8;
constexpr std::size_t places = height * width;
const std::vector<float> weights = {0.5F, -0.25F, 0.75F};

// Each place is a product of its pixel and these weights. Positive pixels pass the first layer as they are.
std::shared_ptr<ov::Model> depth_model(bool channel) {
    const auto image = test::image_parameter({1, 3, height, width});
    const auto same = test::floats({3, 3, 1, 1}, {1, 0, 0, 0, 1, 0, 0, 0, 1});
    const auto features = test::relu(test::convolution(image, same));
    const auto depth = test::relu(test::convolution(features, test::floats({1, 3, 1, 1}, weights)));
    return test::model_of(channel ? depth : test::reshaped(depth, {1, height, width}), image);
}

std::vector<float> picture() {
    auto values = test::random_values(3 * places, 1);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = std::abs(values[i]) + (i / places == 1 ? 0.0F : 1.0F);
    return values;
}

Explanation explained(const std::string& method, const TargetRequest& target, bool channel = false) {
    ExplainerOptions options;
    options.method = method;
    options.precision = Precision::f32;
    options.preprocess.layout = TensorLayout::nchw;
    ExplainOptions asked;
    asked.targets = {target};
    return Explainer(depth_model(channel), options)
        .explain(make_tensor({1, 3, height, width}, picture()), Image(), asked);
}

TEST(ValueMapModel, IsReadAsARegression) {
    const auto values = picture();
    double mean = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        mean += weights[i / places] * values[i] / places;
    for (const bool channel : {false, true}) {
        const auto explanation = explained("auto", TopTargets{1}, channel);
        EXPECT_EQ(explanation.provenance.task, "regression");
        EXPECT_EQ(explanation.provenance.decoder, "value-map");
        ASSERT_EQ(explanation.predictions.size(), 1U);
        EXPECT_NEAR(explanation.predictions[0].score, mean, 1e-5);
    }
}

TEST(ValueMapModel, HasAGradientAtTheAskedPlaceAlone) {
    for (const bool channel : {false, true}) {
        const auto map = explained("saliency", PointTarget{3.5F, 2.5F}, channel).maps.at(0);
        ASSERT_EQ(map.values.size(), places);
        for (std::size_t place = 0; place < places; ++place)
            EXPECT_NEAR(map.values[place], place == 2 * width + 3 ? 0.75F : 0, 1e-6) << place;
    }
}

// Verdicts and comparisons ask for the target of a map again.
TEST(ValueMapModel, IsAskedForTheSamePlaceAgainByItsMap) {
    const auto map = explained("saliency", PointTarget{3.5F, 2.5F}).maps.at(0);
    EXPECT_EQ(explained("saliency", target_of(map)).maps.at(0).values, map.values);
}

TEST(ValueMapModel, HasTheSameGradientEverywhereForTheMean) {
    const auto map = explained("saliency", AllTargets{}).maps.at(0);
    for (const float value : map.values)
        EXPECT_NEAR(value, 0.75F / places, 1e-7);
}

// The mean of all depths with one place alone is the depth of that place, up to what all have in common.
TEST(ValueMapModel, IsExplainedByReciproCamPlaceByPlace) {
    const auto values = picture();
    const auto map = explained("recipro-cam", TopTargets{1}).maps.at(0);
    ASSERT_EQ(map.values.size(), places);
    for (std::size_t place = 0; place < places; ++place) {
        double depth = 0;
        for (std::size_t channel = 0; channel < 3; ++channel)
            depth += weights[channel] * values[channel * places + place];
        EXPECT_NEAR(map.values[place], depth / places, 1e-6) << place;
    }
}

// Black-box methods answer for places, too: nothing else matters to the value there.
TEST(ValueMapModel, IsExplainedByOcclusionAtTheAskedPlace) {
    const auto map = explained("occlusion", PointTarget{6.5F, 4.5F}).maps.at(0);
    EXPECT_EQ(map.status, MapStatus::ok);
    EXPECT_EQ(map.name, "value_at_6.5_4.5");
    const auto strongest = static_cast<std::size_t>(std::ranges::max_element(map.values) - map.values.begin());
    const auto row = strongest / static_cast<std::size_t>(map.width) * height / static_cast<std::size_t>(map.height);
    const auto column = strongest % static_cast<std::size_t>(map.width) * width / static_cast<std::size_t>(map.width);
    EXPECT_EQ(row, 4U);
    EXPECT_EQ(column, 6U);
}

}  // namespace
}  // namespace vinoscope
