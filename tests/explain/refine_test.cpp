// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Means over mirror images, and smoothed maps of pixels, of models whose maps are known.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/run_model.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::Contains;
using testing::HasSubstr;

constexpr int height = 12;
constexpr int width = 18;

// Two classes behind a strided convolution, whose cells are not symmetric, as those of most networks.
std::shared_ptr<ov::Model> classifier() {
    const auto image = test::image_parameter({1, 3, height, width});
    const auto features = relu(test::convolution(image, test::random_floats({6, 3, 3, 3}, 1), 2, 1));
    return test::model_of(test::fully_connected(test::mean_over(features, {2, 3}), 6, 2, 2), image);
}

Image picture() {
    Image image(width, height);
    for (int i = 0; i < width * height * 3; ++i)
        image.data()[i] = static_cast<std::uint8_t>((i * i + 31 * i) % 251);
    return image;
}

Image mirrored(const Image& image) {
    Image result(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                result.data()[(y * width + x) * 3 + c] = image.data()[(y * width + width - 1 - x) * 3 + c];
    return result;
}

std::vector<float> mirrored(const SaliencyMap& map) {
    auto values = map.values;
    for (auto row = values.begin(); row != values.end(); row += map.width)
        std::reverse(row, row + map.width);
    return values;
}

ExplainerOptions options_of(const std::string& method, Augmentation augment = Augmentation::none, double smooth = 0) {
    ExplainerOptions options;
    options.method = method;
    options.precision = Precision::f32;
    options.preprocess.scale = {255};
    options.augment = augment;
    options.smooth = smooth;
    options.black_box.window = 4;
    options.black_box.stride = 2;
    return options;
}

SaliencyMap map_of(const ExplainerOptions& options, Image image, const TargetRequest& target = std::int64_t{1}) {
    return Explainer(classifier(), options).explain(std::move(image), {.targets = {target}}).maps.at(0);
}

class Flips : public testing::TestWithParam<std::string> {};

TEST_P(Flips, AreTheMeanOfTheImageAndItsMirrorImage) {
    const auto& method = GetParam();
    for (const auto& target : {TargetRequest(std::int64_t{0}), TargetRequest(TopTargets{1})}) {
        const auto found = map_of(options_of(method, Augmentation::flips), picture(), target);
        const auto known = found.target.value_or(0);  // a map of the whole image has none
        const auto image = map_of(options_of(method), picture(), known);
        const auto mirror = mirrored(map_of(options_of(method), mirrored(picture()), known));
        for (std::size_t i = 0; i < found.values.size(); ++i)
            EXPECT_NEAR(found.values[i], (image.values[i] + mirror[i]) / 2, 1e-6) << i;
        EXPECT_EQ(found.score, image.score);
    }
}

TEST_P(Flips, MakeMapsOfMirrorImagesMirrorImages) {
    const auto options = options_of(GetParam(), Augmentation::flips);
    const auto map = map_of(options, picture());
    EXPECT_LT(test::relative_error(mirrored(map_of(options, mirrored(picture()))), map.values), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         Flips,
                         testing::Values("recipro-cam", "hires-cam", "saliency", "activation-map", "occlusion"),
                         [](const auto& test) {
                             auto name = test.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(FlipsOfContrasts, AreThoseOfBothClasses) {
    const TargetRequest target = ContrastTarget{std::int64_t{0}, std::int64_t{1}};
    const auto found = map_of(options_of("grad-cam", Augmentation::flips), picture(), target);
    const auto image = map_of(options_of("grad-cam"), picture(), target);
    const auto mirror = mirrored(map_of(options_of("grad-cam"), mirrored(picture()), target));
    for (std::size_t i = 0; i < found.values.size(); ++i)
        EXPECT_NEAR(found.values[i], (image.values[i] + mirror[i]) / 2, 1e-6) << i;
}

TEST(FlipsOfImages, AreReported) {
    const auto explanation =
        Explainer(classifier(), options_of("recipro-cam", Augmentation::flips)).explain(picture(), {.targets = top(1)});
    EXPECT_EQ(explanation.provenance.inferences, 2U);
    EXPECT_THAT(explanation.notes, Contains(HasSubstr("mirror image")));
    EXPECT_THAT(error_of([] {
                    return Explainer(classifier(), options_of("recipro-cam", Augmentation::flips))
                        .explain(make_tensor({1, 3, height, width}, std::vector<float>(3 * height * width)), Image());
                }),
                IsError(ErrorKind::usage, HasSubstr("an image")));
}

// A model that reads one pixel: the smoothed gradient is the Gaussian around it.
TEST(Smoothing, SpreadsAPixelByAGaussian) {
    constexpr int side = 25;
    constexpr int middle = side / 2;
    std::vector<float> weights(std::size_t{3} * side * side, 0);
    weights[middle * side + middle] = 2;
    const auto model = test::linear_model({1, 3, side, side}, weights);
    constexpr double sigma = 1.5;
    auto options = options_of("saliency", Augmentation::none, sigma);
    options.preprocess = {};
    const auto map = Explainer(model, options).explain(Image(side, side), {.targets = {std::int64_t{0}}}).maps.at(0);
    const auto plain = Explainer(model,
                                 [&] {
                                     options.smooth = 0;
                                     return options;
                                 }())
                           .explain(Image(side, side), {.targets = {std::int64_t{0}}})
                           .maps.at(0);
    const double total = plain.values[middle * side + middle];
    double sum = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const int place = y * side + x;
            const double value = map.values[static_cast<std::size_t>(place)];
            sum += value;
            const double square = (y - middle) * (y - middle) + (x - middle) * (x - middle);
            EXPECT_NEAR(value,
                        total * std::exp(-square / (2 * sigma * sigma)) / (2 * std::numbers::pi * sigma * sigma),
                        1e-3 * total);
        }
    EXPECT_NEAR(sum, total, 1e-4 * total);
}

TEST(Smoothing, LeavesMapsOfCellsAlone) {
    EXPECT_EQ(map_of(options_of("recipro-cam", Augmentation::none, 3), picture()).values,
              map_of(options_of("recipro-cam"), picture()).values);
    EXPECT_THAT(error_of([] { Explainer(classifier(), options_of("saliency", Augmentation::none, -1)); }),
                IsError(ErrorKind::usage, HasSubstr("smooth")));
}

}  // namespace
}  // namespace vinoscope
