// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <iostream>
#include <openvino/openvino.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/decisions.hpp"
#include "support/error_matchers.hpp"
#include "support/network_input.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using test::with_method;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

constexpr std::size_t side = 12;  // cells of the finest head
constexpr std::size_t classes = 6;

std::shared_ptr<ov::Model> detector() {
    return read_model(test::data("models/shapes-ssd.xml"));
}

// The middle of the strongest cell of a map, in pixels of a picture 96 wide.
std::pair<double, double> strongest(const std::vector<float>& maps, std::size_t c) {
    const auto first = maps.begin() + static_cast<std::ptrdiff_t>(c * side * side);
    const auto cell = std::max_element(first, first + side * side) - first;
    const auto column = cell % static_cast<std::ptrdiff_t>(side);
    const auto row = cell / static_cast<std::ptrdiff_t>(side);
    return {(static_cast<double>(column) + 0.5) * 8, (static_cast<double>(row) + 0.5) * 8};
}

std::size_t hits(const std::filesystem::path& folder, const std::vector<test::SingleShape>& shapes) {
    auto compiled =
        ov::Core().compile_model(insert_xai(detector()), "CPU", ov::hint::inference_precision(ov::element::f32));
    auto request = compiled.create_infer_request();
    return static_cast<std::size_t>(std::ranges::count_if(shapes, [&](const test::SingleShape& shape) {
        const auto image = test::network_input(folder / shape.file, 96, 128, 64);
        request.set_input_tensor(image);
        request.infer();
        const auto maps = test::values_of(request.get_tensor(saliency_map_output));
        const auto [x, y] = strongest(maps, static_cast<std::size_t>(shape.label));
        return shape.x1 <= x && x < shape.x2 && shape.y1 <= y && y < shape.y2;
    }));
}

TEST(DetClassProbabilityMap, IsTheAutomaticChoiceForADetector) {
    std::vector<Decision> decisions;
    const auto edited = insert_xai(detector(), {}, &decisions);
    EXPECT_EQ(edited->output(saliency_map_output).get_shape(), ov::Shape({1, classes, side, side}));
    EXPECT_THAT(test::lines_of(decisions),
                Contains(AllOf(HasSubstr("DetClassProbabilityMap"),
                               HasSubstr("\"/cls0/Conv\" 12x12"),
                               HasSubstr("\"/cls1/Conv\" 6x6"),
                               HasSubstr("sigmoid"))));
}

TEST(DetClassProbabilityMap, IsStrongestInTheShapesOfTheClass) {
    const auto folder = test::data("shapes");
    const auto shapes = test::single_shapes(folder);
    EXPECT_EQ(hits(folder, shapes), shapes.size());
}

TEST(DetClassProbabilityMap, IsStrongestInTheShapesOfAHundred) {
    const auto fixtures = test::fixtures();
    if (!fixtures)
        GTEST_SKIP() << "VINOSCOPE_FIXTURES names no folder with the other pictures";
    const auto folder = *fixtures / "shapes" / "images";
    const auto found = hits(folder, test::single_shapes(folder));
    std::cout << "det-class-probability-map, shapes-ssd: " << found << " of 100\n";
    EXPECT_GE(found, 95U);
}

// Each head adds probabilities: not below 0, and not above the number of heads.
TEST(DetClassProbabilityMap, AddsTheHeadsThatAreNamed) {
    const auto image = test::network_input(test::data("shapes/100.png"), 96, 128, 64);
    const auto map_of = [&](const std::string& layers) {
        auto options = with_method("det-class-probability-map");
        options.target_layer = layers;
        return test::values_of(test::run(insert_xai(detector(), options), {image}).back());
    };
    const auto both = map_of("");
    EXPECT_EQ(map_of("/cls0/Conv, /cls1/Conv"), both);
    EXPECT_EQ(map_of("/cls0/Conv").size(), classes * side * side);
    EXPECT_EQ(map_of("/cls1/Conv").size(), classes * 6 * 6);
    EXPECT_GE(std::ranges::min(both), 0);
    EXPECT_LE(std::ranges::max(both), 2);
    EXPECT_GT(std::ranges::max(both), std::ranges::max(map_of("/cls0/Conv")) - 1e-6F);
}

TEST(DetClassProbabilityMap, SaysThatAClassifierHasNoSuchHeads) {
    EXPECT_THAT(error_of([] {
                    return insert_xai(read_model(test::data("models/shapes-cnn.xml")),
                                      with_method("det-class-probability-map"));
                }),
                IsError(ErrorKind::unsupported, HasSubstr("computed for each cell")));
}

// Raw outputs that no decoder reads, of one class: the face of the astronaut is in the box (182, 68) .. (274, 182).
TEST(DetClassProbabilityMap, ShowsTheFaceToADeployedDetector) {
    const auto fixtures = test::fixtures();
    if (!fixtures)
        GTEST_SKIP() << "VINOSCOPE_FIXTURES names no folder with the face detector";
    auto options = with_method("det-class-probability-map");
    const auto model = read_model(*fixtures / "models/mediapipe/face_detection_short_range.tflite");
    const auto explained = insert_xai(model, options);
    const auto planes = test::values_of(test::network_input(*fixtures / "images/astronaut.jpg", 128, 127.5F, 127.5F));
    std::vector<float> pixels(planes.size());  // the model wants channels last
    constexpr std::size_t count = 128 * 128;
    for (std::size_t i = 0; i < planes.size(); ++i)
        pixels[i % count * 3 + i / count] = planes[i];
    const auto map = test::values_of(test::run(explained, {test::tensor_of({1, 128, 128, 3}, pixels)}).back());
    ASSERT_EQ(map.size(), 256U);
    const auto cell = std::ranges::max_element(map) - map.begin();
    const auto column = cell % 16;
    const auto row = cell / 16;
    EXPECT_NEAR((static_cast<double>(column) + 0.5) * 32, 228, 46);
    EXPECT_NEAR((static_cast<double>(row) + 0.5) * 32, 125, 57);
}

TEST(ActivationMap, WorksForDetectorsAndSegmenters) {
    for (const auto* name : {"shapes-ssd.xml", "shapes-unet.xml"}) {
        const auto model = read_model(test::data("models") / name);
        const auto image = test::network_input(test::data("shapes/100.png"), 96, 128, 64);
        const auto map = test::values_of(test::run(insert_xai(model, with_method("activation-map")), {image}).back());
        EXPECT_GT(std::ranges::max(map) - std::ranges::min(map), 0.01F) << name;
    }
}

}  // namespace
}  // namespace vinoscope
