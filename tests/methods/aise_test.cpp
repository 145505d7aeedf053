// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

constexpr int height = 60;
constexpr int width = 90;

ExplainerOptions aise(std::size_t masks) {
    ExplainerOptions options;
    options.method = "aise";
    options.precision = Precision::f32;
    options.black_box.num_masks = masks;
    return options;
}

Image even_image(std::uint8_t value) {
    Image image(width, height);
    std::fill_n(image.data(), image.size(), value);
    return image;
}

// The brightness of the image around a place, for `classes` places beside each other.
std::shared_ptr<ov::Model> blobs(const std::vector<std::pair<double, double>>& centres) {
    const std::size_t classes = centres.size();
    std::vector<float> weights;
    for (const auto& [row, column] : centres)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                weights.push_back(
                    static_cast<float>(std::exp(-(std::pow(y + 0.5 - row, 2) + std::pow(x + 0.5 - column, 2)) / 50)));
    const auto image = test::image_parameter({1, 1, height, width});
    const auto product = test::multiply(image, test::floats({1, classes, height, width}, weights));
    return test::model_of(test::mean_over(product, {2, 3}), image);
}

double distance_to_strongest(const SaliencyMap& map, double row, double column) {
    const auto best = std::ranges::max_element(map.values) - map.values.begin();
    const auto line = best / map.width;
    const double y = (static_cast<double>(line) + 0.5) / map.height * height;
    const double x = (static_cast<double>(best % map.width) + 0.5) / map.width * width;
    return std::hypot(y - row, x - column);
}

TEST(Aise, FindsTheBlobThatTheScoreComesFrom) {
    for (const auto& [row, column] : {std::pair{12.0, 70.0}, {45.0, 20.0}, {30.0, 45.0}}) {
        const Explainer explainer(blobs({{row, column}}), aise(200));
        const auto map = explainer.explain(even_image(200), {.targets = {0}}).maps.at(0);
        EXPECT_LT(distance_to_strongest(map, row, column), 6);  // the narrowest window has a deviation of 6 pixels
    }
}

TEST(Aise, SearchesForEachTargetByItself) {
    const auto model = blobs({{12, 70}, {45, 20}});
    const Explainer explainer(model, aise(150));
    const auto both = explainer.explain(even_image(200), {.targets = {1, 0}});
    EXPECT_EQ(both.provenance.inferences, 1U + 2 * 150);
    EXPECT_LT(distance_to_strongest(both.maps.at(0), 45, 20), 6);
    EXPECT_LT(distance_to_strongest(both.maps.at(1), 12, 70), 6);
    EXPECT_EQ(explainer.explain(even_image(200), {.targets = {0}}).maps.at(0).values, both.maps.at(1).values);
}

TEST(Aise, TakesExactlyTheInferencesThatItIsGiven) {
    const auto model = blobs({{12, 70}, {45, 20}});
    for (const std::size_t masks : {1U, 2U, 5U, 6U, 7U, 121U, 301U, 500U}) {
        std::size_t last = 0;
        const auto explanation =
            Explainer(model, aise(masks))
                .explain(even_image(200), {.targets = {0}, .progress = [&](std::size_t done, std::size_t count) {
                                               EXPECT_EQ(done, ++last);
                                               EXPECT_EQ(count, masks);
                                           }});
        EXPECT_EQ(explanation.provenance.inferences, masks + 1);
        EXPECT_EQ(last, masks);
    }
}

TEST(Aise, CountsWindowsOfEachWidth) {
    auto options = aise(0);
    options.black_box.kernel_widths = {0.1, 0.3};
    options.black_box.num_iterations_per_kernel = 15;
    const Explainer explainer(blobs({{12, 70}, {45, 20}}), options);
    EXPECT_EQ(explainer.explain(even_image(200)).provenance.inferences, 1U + 2 * 15 * 2);
}

TEST(Aise, KeepsWhatItHasWhenTheTimeIsOver) {
    auto options = aise(0);
    options.black_box.time_budget = 0.05;
    const auto explanation = Explainer(blobs({{12, 70}, {45, 20}}), options).explain(even_image(200));
    EXPECT_GT(explanation.provenance.inferences, 1U);
    EXPECT_LT(explanation.provenance.inferences, 50000U);
}

TEST(Aise, RefusesWidthsThatAreNone) {
    for (const auto& widths : {std::vector<double>{}, {0.1, 0}, {2}}) {
        auto options = aise(10);
        options.black_box.kernel_widths = widths;
        EXPECT_THAT(error_of([&] {
                        Explainer(blobs({{12, 70}, {45, 20}}), options);
                    }),
                    IsError(ErrorKind::usage, HasSubstr("kernel_widths")));
    }
}

TEST(Aise, IsStrongestInTheAskedShape) {
    auto options = aise(150);
    options.preprocess = test::shapes_preprocess();
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options);
    int inside = 0;
    const auto pictures = test::single_shapes(test::data("shapes"));
    ASSERT_GE(pictures.size(), 5U);
    for (const auto& picture : pictures) {
        const auto image = read_image(test::data("shapes") / picture.file);
        const auto map = explainer.explain(image, {.targets = {picture.label}}).maps.at(0);
        const auto best = std::ranges::max_element(map.values) - map.values.begin();
        const double x = (static_cast<double>(best % map.width) + 0.5) / map.width * image.width();
        const auto line = best / map.width;
        const double y = (static_cast<double>(line) + 0.5) / map.height * image.height();
        inside += static_cast<int>(x > picture.x1 && x < picture.x2 && y > picture.y1 && y < picture.y2);
    }
    EXPECT_GE(inside, static_cast<int>(0.9 * static_cast<double>(pictures.size())));
}

}  // namespace
}  // namespace vinoscope
