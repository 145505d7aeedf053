// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/evaluator.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/random_values.hpp"

namespace vinoscope {
namespace {

using testing::FloatNear;
using testing::HasSubstr;
using testing::Pointwise;

constexpr int height = 6;
constexpr int width = 9;
constexpr int places = height * width;

EvaluatorOptions exact(MetricOptions metrics = {}) {
    EvaluatorOptions options{.metrics = std::move(metrics)};
    options.model.precision = Precision::f32;
    return options;
}

std::vector<float> positive_weights(const ov::Shape& shape) {
    auto weights = test::random_values(ov::shape_size(shape), 4);
    for (auto& weight : weights)
        weight = weight * weight / 1000;
    return weights;
}

SaliencyMap map_of(int rows, int columns, std::vector<float> values) {
    SaliencyMap map;
    map.height = rows;
    map.width = columns;
    map.values = std::move(values);
    return map;
}

// A linear model of one score in NHWC, an image that is wider than high, and what each of its pixels gives.
struct Linear {
    ov::Shape shape = {1, height, width, 3};
    std::vector<float> weights = positive_weights(shape);
    Image image = test::random_image(width, height, 5);
    std::vector<float> gains;

    Linear() {
        for (std::size_t i = 0; i < places; ++i) {
            gains.push_back(0);
            for (std::size_t c = 3 * i; c < 3 * i + 3; ++c)
                gains.back() += weights[c] * image.data()[c];
        }
    }

    SaliencyMap map() const { return map_of(height, width, gains); }

    float score() const { return std::accumulate(gains.begin(), gains.end(), 0.0F); }

    Evaluator evaluator(MetricOptions metrics = {}) const {
        auto options = exact(std::move(metrics));
        options.model.preprocess.layout = TensorLayout::nhwc;
        return Evaluator(test::linear_model(shape, weights), options);
    }
};

TEST(Evaluator, FollowsTheRunningSumOfWhatThePixelsOfALinearModelGive) {
    const Linear linear;
    const auto map = linear.map();
    const auto found = linear.evaluator({.steps = places}).insertion_deletion({map, linear.image, 0});
    auto falling = linear.gains;
    std::ranges::sort(falling, std::greater());
    std::vector<float> sums = {0};
    for (const float gain : falling)
        sums.push_back(sums.back() + gain);
    const float tolerance = 1e-5F * linear.score();
    EXPECT_THAT(found.insertion_curve, Pointwise(FloatNear(tolerance), sums));
    for (auto& sum : sums)
        sum = linear.score() - sum;
    EXPECT_THAT(found.deletion_curve, Pointwise(FloatNear(tolerance), sums));
}

TEST(Evaluator, TakesAsManyStepsAsAsked) {
    const Linear linear;
    const auto map = linear.map();
    const auto evaluator = linear.evaluator({.steps = 6});
    EXPECT_EQ(evaluator.insertion_deletion({map, linear.image, 0}).insertion_curve.size(), 7);
    EXPECT_EQ(evaluator.insertion_deletion({map, linear.image, 0}, 3).deletion_curve.size(), 4);
}

TEST(Evaluator, UncoversTheAskedBaseline) {
    const Linear linear;
    const auto map = linear.map();
    std::array<double, 3> mean = {0, 0, 0};
    for (std::size_t i = 0; i < linear.image.size(); ++i)
        mean[i % 3] += linear.image.data()[i] / double{places};
    double of_mean = 0;
    for (std::size_t i = 0; i < linear.weights.size(); ++i)
        of_mean += linear.weights[i] * mean[i % 3];
    const auto start = [&](const char* baseline) {
        return linear.evaluator({.steps = 2, .baseline = baseline})
            .insertion_deletion({map, linear.image, 0})
            .insertion_curve.front();
    };
    EXPECT_NEAR(start("zero"), 0, 1e-5);
    EXPECT_NEAR(start("black"), 0, 1e-5);
    EXPECT_NEAR(start("mean"), of_mean, 1e-5 * linear.score());
    EXPECT_THAT(test::error_of([&] { start("white"); }), test::IsError(ErrorKind::usage, HasSubstr("baseline")));
}

// Of an image twice as large, the model sees the mean of four pixels.
TEST(Evaluator, HidesPixelsOfTheImageWhereAsked) {
    const Linear linear;
    Image image(2 * width, 2 * height);
    for (int y = 0; y < 2 * height; ++y)
        for (int x = 0; x < 2 * width; ++x)
            std::copy_n(linear.image.row(y / 2) + 3 * (x / 2), 3, image.row(y) + 3 * x);
    auto map = map_of(2 * height, 2 * width, std::vector<float>(4 * places));
    std::iota(map.values.rbegin(), map.values.rend(), 0.0F);  // the pixel in the upper left corner comes first
    const auto curve = linear.evaluator({.steps = 4 * places, .hide_in_image = true})
                           .insertion_deletion({map, image, 0})
                           .insertion_curve;
    ASSERT_EQ(curve.size(), 4 * places + 1);
    const float tolerance = 3 * 0.5F * *std::ranges::max_element(linear.weights);  // what rounding to bytes may change
    EXPECT_NEAR(curve[1], linear.gains[0] / 4, tolerance);
    EXPECT_NEAR(curve[2], linear.gains[0] / 2, tolerance);
    EXPECT_NEAR(curve.back(), linear.score(), 1e-5F * linear.score());
}

TEST(Evaluator, SharesInferencesBetweenMetrics) {
    const Linear linear;
    const auto map = linear.map();
    const auto evaluator = linear.evaluator({.steps = 10, .subsets = 7});
    const auto cost = [&](const std::vector<std::string>& metrics) {
        const auto before = evaluator.inferences();
        for (const auto& found : evaluator.evaluate(metrics, {map, linear.image, 0}))
            EXPECT_TRUE(found.value) << found.reason;
        return evaluator.inferences() - before;
    };
    EXPECT_EQ(cost({"sparseness", "entropy"}), 1);
    EXPECT_EQ(cost({"insertion", "deletion", "insertion-deletion"}), 21);
    EXPECT_EQ(cost({"average-drop", "increase"}), 2);
    EXPECT_EQ(cost({"mufidelity"}), 8);
}

// f(x * M) = sum of M * gain
TEST(Evaluator, ShowsTheModelWhatTheMapShows) {
    const Linear linear;
    const auto map = linear.map();
    const auto [low, high] = std::ranges::minmax(map.values);
    double kept = 0;
    for (const float gain : linear.gains)
        kept += gain * (gain - low) / (high - low);
    const auto found = linear.evaluator().evaluate({"average-drop"}, {map, linear.image, 0});
    EXPECT_NEAR(*found[0].value, 1 - kept / linear.score(), 1e-5);
}

TEST(Evaluator, GivesTheExplainerTheMaskedImage) {
    const Linear linear;
    const auto map = map_of(1, 3, {-1, 0, 3});  // scaled: 0, 1/4, 1; three columns of pixels for each
    std::vector<Image> seen;
    const auto explain = [&](const Image& image) {
        seen.push_back(image);
        return map;
    };
    const auto found = linear.evaluator({.baseline = "black"}).adcc({map, linear.image, 0, nullptr, explain});
    ASSERT_EQ(seen.size(), 1);
    ASSERT_EQ(seen[0].width(), width);
    for (int y = 0; y < height; ++y) {
        const auto* before = linear.image.row(y);
        const auto* after = seen[0].row(y);
        EXPECT_EQ(after[3 * 1], 0);                            // the middle of the left cell
        EXPECT_NEAR(after[3 * 4], before[3 * 4] * 0.25, 0.5);  // of the middle one
        EXPECT_EQ(after[3 * 7], before[3 * 7]);
    }
    EXPECT_NEAR(*found.coherency.value, 1, 1e-6);
    EXPECT_NEAR(
        *found.adcc.value, 3 / (1 + 1 / (1 - *found.complexity.value) + 1 / (1 - *found.average_drop.value)), 1e-6);
}

TEST(Evaluator, TriesNoiseOfTheAskedSize) {
    const Linear linear;
    const auto map = linear.map();
    int images = 0;
    int largest = 0;
    const auto explain = [&](const Image& image) {
        ++images;
        for (std::size_t i = 0; i < image.size(); ++i)
            largest = std::max(largest, std::abs(image.data()[i] - linear.image.data()[i]));
        return map;
    };
    const auto evaluator = linear.evaluator({.noisy_images = 4, .noise = 0.04});
    EXPECT_NEAR(*evaluator.evaluate({"max-sensitivity"}, {map, linear.image, 0, nullptr, explain})[0].value, 0, 1e-6);
    EXPECT_EQ(images, 4);
    EXPECT_EQ(largest, 10);  // 0.04 * 255 = 10.2
}

// A wide image in the middle of a square input: what the map does not reach is uncovered last.
TEST(Evaluator, PutsTheMapWhereTheModelSeesTheImage) {
    const ov::Shape shape = {1, 3, 10, 10};
    const auto weights = positive_weights(shape);
    auto options = exact({.steps = 100, .baseline = "black"});
    options.model.preprocess.resize = ResizeMode::letterbox;
    const Evaluator evaluator(test::linear_model(shape, weights), options);
    auto image = test::random_image(10, 6, 1);
    std::fill_n(image.row(5) + 27, 3, std::uint8_t{0});
    auto map = map_of(6, 10, test::random_values(60, 2));
    map.values.back() = -2;  // its minimum, as good as the padding: a pixel that gives nothing
    double of_image = 0;
    double of_padding = 0;
    auto weight_of = weights.begin();
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < 10; ++y)
            for (int x = 0; x < 10; ++x) {
                const double weight = *weight_of++;
                if (y < 2 || y >= 8)
                    of_padding += 114 * weight;
                else
                    of_image += image.row(y - 2)[3 * x + c] * weight;
            }
    const auto found = evaluator.insertion_deletion({map, image, 0});
    EXPECT_NEAR(found.insertion_curve[59], of_image, 1e-4 * of_image);  // all of the image but that pixel
    EXPECT_NEAR(found.insertion_curve[100], of_image + of_padding, 1e-4 * of_image);
}

TEST(Evaluator, HasReasonsInsteadOfNumbers) {
    const Linear linear;
    const auto evaluator = linear.evaluator({.steps = 3});
    const auto flat = map_of(2, 2, {1, 1, 1, 1});
    const auto curves = evaluator.insertion_deletion({flat, linear.image, 0});
    EXPECT_FALSE(curves.delta.value);
    EXPECT_THAT(curves.delta.reason, HasSubstr("all 4 values are 1"));
    EXPECT_THAT(curves.insertion_curve, testing::IsEmpty());
    EXPECT_THAT(evaluator.adcc({flat, linear.image, 0}).complexity.reason, HasSubstr("all 4 values are 1"));
    const auto map = linear.map();
    EXPECT_THAT(evaluator.adcc({map, linear.image, 0}).adcc.reason, HasSubstr("no way to explain"));
    EXPECT_THAT(evaluator.evaluate({"iou"}, {map, linear.image, 0})[0].reason, HasSubstr("not annotated"));
}

// A model of a black image says 0: nothing is left to drop.
TEST(Evaluator, HandlesAScoreOfZero) {
    const Linear linear;
    Image black(width, height);
    std::fill_n(black.data(), black.size(), std::uint8_t{0});
    const auto map = linear.map();
    const auto found = linear.evaluator().evaluate({"average-drop", "insertion"}, {map, black, 0});
    EXPECT_FALSE(found[0].value);
    EXPECT_THAT(found[0].reason, HasSubstr("not above 0"));
    EXPECT_EQ(found[1].value, 0);
}

TEST(Evaluator, RefusesWhatMakesNoSense) {
    const Linear linear;
    const auto map = linear.map();
    const auto evaluator = linear.evaluator();
    EXPECT_THAT(test::error_of([&] {
                    return evaluator.evaluate({"insert"}, {map, linear.image, 0});
                }),
                test::IsError(ErrorKind::usage, HasSubstr("did you mean insertion")));
    EXPECT_THAT(test::error_of([&] {
                    return evaluator.evaluate({"insertion"}, {map, linear.image, 7});
                }),
                test::IsError(ErrorKind::bad_target, HasSubstr("7")));
    EXPECT_THAT(test::error_of([&] {
                    return evaluator.evaluate({"insertion"}, {map, Image(), 0});
                }),
                test::IsError(ErrorKind::bad_image, HasSubstr("empty")));
    EXPECT_THAT(test::error_of([] { Evaluator(std::shared_ptr<const ov::Model>()); }),
                test::IsError(ErrorKind::bad_model, HasSubstr("null")));
}

}  // namespace
}  // namespace vinoscope
