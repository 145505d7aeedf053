// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Models with a map of each key point, and the highest value of a map of values.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

constexpr std::size_t height = 8;
constexpr std::size_t width = 12;
constexpr std::size_t places = height * width;
constexpr std::size_t columns = width / 2;  // of the maps, of which a cell sees 2x2 pixels

// The first map is a quarter of red less green, the second of green, summed over the pixels of a cell.
std::shared_ptr<ov::Model> two_points() {
    const auto image = test::image_parameter({1, 3, height, width});
    std::vector<float> weights(2 * 3 * 4);
    std::fill_n(weights.begin(), 4, 0.25F);
    std::fill_n(weights.begin() + 4, 4, -0.25F);
    std::fill_n(weights.begin() + 12 + 4, 4, 0.25F);
    return test::model_of(test::convolution(image, test::floats({2, 3, 2, 2}, weights), 2), image);
}

constexpr std::size_t red_cell = 1 * columns + 4;
constexpr std::size_t green_cell = 2 * columns + 1;

bool is_in(std::size_t pixel, std::size_t cell) {
    return pixel / width / 2 == cell / columns && pixel % width / 2 == cell % columns;
}

std::vector<float> picture() {
    std::vector<float> pixels(3 * places, 0.1F);
    for (std::size_t pixel = 0; pixel < places; ++pixel) {
        pixels[pixel] = is_in(pixel, red_cell) ? 1.0F : 0.1F;
        pixels[places + pixel] = is_in(pixel, green_cell) ? 0.8F : 0.1F;
    }
    return pixels;
}

Explanation explained(const std::string& method, const TargetRequests& targets, const std::string& task = "keypoints") {
    ExplainerOptions options;
    options.method = method;
    options.task = task;
    options.precision = Precision::f32;
    options.preprocess.layout = TensorLayout::nchw;
    if (task == "keypoints")
        options.labels = {"nose", "tail"};
    options.black_box.window = 2;
    options.black_box.stride = 2;
    return Explainer(two_points(), options)
        .explain(make_tensor({1, 3, height, width}, picture()), Image(), {.targets = targets});
}

TEST(KeypointMaps, TellWhereTheirPointsAre) {
    const auto explanation = explained("occlusion", top(1));
    EXPECT_EQ(explanation.provenance.task, "keypoints");
    EXPECT_EQ(explanation.provenance.decoder, "keypoint-maps");
    ASSERT_EQ(explanation.predictions.size(), 2U);
    EXPECT_EQ(explanation.predictions[0].label, "nose");
    EXPECT_NEAR(explanation.predictions[0].score, 0.9, 1e-5);
    EXPECT_NEAR(explanation.predictions[1].score, 0.8, 1e-5);
    const auto& cell = *explanation.predictions[0].box;
    EXPECT_EQ(std::vector({cell.x1, cell.y1, cell.x2, cell.y2}), std::vector({8.0F, 2.0F, 10.0F, 4.0F}));
}

TEST(KeypointMaps, HaveAGradientInTheCellOfThePointAlone) {
    for (const auto& [target, cell] : {std::pair<TargetRequest, std::size_t>(KeypointTarget{0}, red_cell),
                                       std::pair<TargetRequest, std::size_t>(KeypointTarget{"tail"}, green_cell)}) {
        const auto map = explained("saliency", {target}).maps.at(0);
        for (std::size_t pixel = 0; pixel < places; ++pixel)
            EXPECT_NEAR(map.values[pixel], is_in(pixel, cell) ? 0.25F : 0, 1e-6) << pixel;
    }
}

TEST(KeypointMaps, AreExplainedByOcclusion) {
    const auto map = explained("occlusion", {KeypointTarget{"nose"}}).maps.at(0);
    EXPECT_EQ(map.name, "keypoint_nose");
    const auto best = static_cast<std::size_t>(std::ranges::max_element(map.values) - map.values.begin());
    const auto across = static_cast<std::size_t>(map.width);
    EXPECT_EQ(best % across * columns / across, red_cell % columns);
    EXPECT_EQ(best / across * (height / 2) / static_cast<std::size_t>(map.height), red_cell / columns);
}

TEST(KeypointMaps, AreAskedTheSameAgainByAMap) {
    for (const auto& map : explained("saliency", {AllTargets{}}).maps)
        EXPECT_EQ(explained("saliency", {target_of(map)}).maps.at(0).values, map.values) << map.name;
}

TEST(KeypointMaps, SayWhatTheyCannotBeAsked) {
    EXPECT_THAT(error_of([] { explained("saliency", {KeypointTarget{2}}); }),
                IsError(ErrorKind::bad_target, HasSubstr("2")));
    EXPECT_THAT(error_of([] { explained("saliency", {CharacterTarget{0}}); }),
                IsError(ErrorKind::bad_target, HasSubstr("keypoint:INDEX")));
    EXPECT_THAT(error_of([] { explained("saliency", {KeypointTarget{0}}, "segmentation"); }),
                IsError(ErrorKind::bad_target, HasSubstr("a key point")));
}

// An anomaly map: the brightness of cells.
TEST(HighestValue, HasAGradientWhereItIs) {
    const auto image = test::image_parameter({1, 3, height, width});
    const auto map = test::relu(test::convolution(image, test::floats({1, 3, 2, 2}, std::vector<float>(12, 0.25F)), 2));
    ExplainerOptions options;
    options.method = "saliency";
    options.precision = Precision::f32;
    options.task = "regression";
    options.preprocess.layout = TensorLayout::nchw;
    const auto explanation =
        Explainer(test::model_of(map, image), options)
            .explain(make_tensor({1, 3, height, width}, picture()), Image(), {.targets = {HighestTarget{}}});
    EXPECT_EQ(explanation.maps.at(0).name, "value_highest");
    EXPECT_NEAR(*explanation.maps.at(0).score, 1.2, 1e-5);
    for (std::size_t pixel = 0; pixel < places; ++pixel)
        EXPECT_NEAR(explanation.maps.at(0).values[pixel], is_in(pixel, red_cell) ? 0.25F : 0, 1e-6) << pixel;
}

}  // namespace
}  // namespace vinoscope
