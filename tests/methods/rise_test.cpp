// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

constexpr int height = 24;
constexpr int width = 32;
constexpr std::size_t places = std::size_t{height} * width;

// One score: the sum over pixels of a random weight times the grey value.
struct LinearModel {
    std::vector<float> weights = test::random_values(places, 11);
    Image image = test::random_image(width, height, 12);

    std::shared_ptr<ov::Model> graph() const {
        const auto input = test::image_parameter({1, 1, height, width});
        const auto product = test::multiply(input, test::floats({1, 1, height, width}, weights));
        const auto sum = test::mean_over(product, {2, 3});
        return test::model_of(test::multiply(sum, test::number(static_cast<float>(places))), input);
    }

    // What pixel i adds to the score.
    std::vector<double> shares() const {
        std::vector<double> result;
        for (std::size_t i = 0; i < places; ++i)
            result.push_back(static_cast<double>(weights[i]) * image.data()[3 * i]);
        return result;
    }
};

LinearModel linear_model() {
    LinearModel model;
    for (std::size_t i = 0; i < places; ++i)  // grey, so that the conversion from RGB changes nothing
        model.image.data()[3 * i + 1] = model.image.data()[3 * i + 2] = model.image.data()[3 * i];
    return model;
}

ExplainerOptions rise(std::size_t masks, std::string_view estimator = "auto") {
    ExplainerOptions options;
    options.method = "rise";
    options.precision = Precision::f32;
    options.black_box.num_masks = masks;
    options.black_box.num_cells = 4;
    options.black_box.prob = 0.5;
    options.black_box.estimator = estimator;
    return options;
}

SaliencyMap map_of(const LinearModel& model, const ExplainerOptions& options) {
    return Explainer(model.graph(), options).explain(model.image).maps.at(0);
}

// The cubic B-spline: the overlap of two bilinear interpolations at this distance in cells, averaged over all shifts.
double overlap(double cells) {
    const double t = std::abs(cells);
    if (t >= 2)
        return 0;
    return t >= 1 ? std::pow(2 - t, 3) / 6 : 2.0 / 3 - t * t + t * t * t / 2;
}

constexpr int rows = 4;
constexpr int columns = 5;  // a cell is 6 pixels high; 32 / 6 = 5.3

// Sum over pixels q of shares[q] * covariance(q, x), where the covariance of the masks is `a * overlap + b`.
std::vector<double> expectation(const LinearModel& model, double a, double b) {
    const auto shares = model.shares();
    std::vector<double> result(places);
    for (int x = 0; x < static_cast<int>(places); ++x)
        for (int q = 0; q < static_cast<int>(places); ++q) {
            const int down = q / width - x / width;
            const int right = q % width - x % width;
            result[x] +=
                shares[q] * (a * overlap(down * 1.0 / height * rows) * overlap(right * 1.0 / width * columns) + b);
        }
    return result;
}

void expect_within_standard_errors(const SaliencyMap& map, const std::vector<double>& expected) {
    ASSERT_EQ(map.height, height);
    ASSERT_EQ(map.width, width);
    ASSERT_EQ(map.standard_error.size(), places);
    double squares = 0;
    for (std::size_t i = 0; i < places; ++i)
        squares += std::pow((map.values[i] - expected[i]) / map.standard_error[i], 2);
    // One for independent places; neighbours are not, so that the mean strays: 0.2 to 3 holds for all seeds tried.
    EXPECT_GT(squares / places, 0.2);
    EXPECT_LT(squares / places, 3.0);
}

TEST(Rise, PlainHasTheExpectationOfThePaper) {
    const auto model = linear_model();
    // E[f(I * M) M] / E[M], with cells open or closed independently of each other.
    expect_within_standard_errors(map_of(model, rise(4000, "plain")), expectation(model, 0.5, 0.5));
}

// Of balanced masks of which half of the cells are open: drawing cells without putting them back.
std::vector<double> balanced_expectation(const LinearModel& model) {
    constexpr double cells = (rows + 2) * (columns + 2);
    return expectation(model, 0.25 * cells / (cells - 1), -0.25 / (cells - 1));
}

TEST(Rise, CentredHasTheCovarianceOfBalancedMasks) {
    const auto model = linear_model();
    expect_within_standard_errors(map_of(model, rise(4000, "centred")), balanced_expectation(model));
}

double mean_squared_error(const LinearModel& model, const std::string& estimator, std::size_t masks) {
    const auto expected = balanced_expectation(model);
    double sum = 0;
    constexpr int runs = 6;
    for (int seed = 0; seed < runs; ++seed) {
        auto options = rise(masks, estimator);
        options.seed = static_cast<std::uint64_t>(seed);
        const auto map = map_of(model, options);
        for (std::size_t i = 0; i < places; ++i)
            sum += std::pow(map.values[i] - expected[i], 2) / places / runs;
    }
    return sum;
}

TEST(Rise, ErrorFallsAsOneOverTheRootOfTheMasks) {
    const auto model = linear_model();
    const double ratio = mean_squared_error(model, "centred", 150) / mean_squared_error(model, "centred", 1350);
    // Nine times the masks: a ninth of the squared error. Six runs know each of the two to about a quarter.
    EXPECT_GT(ratio, 9 / 1.8);
    EXPECT_LT(ratio, 9 * 1.8);
}

TEST(Rise, RegressionIsNearerToTheCovarianceThanTheSumOfTheSameMasks) {
    const auto model = linear_model();
    EXPECT_LT(2 * mean_squared_error(model, "regression", 400), mean_squared_error(model, "centred", 400));
}

TEST(Rise, EndsWhenItsMapIsStable) {
    const auto model = linear_model();
    auto options = rise(0, "centred");
    options.black_box.until_stable = 0.95;
    const auto stable = Explainer(model.graph(), options).explain(model.image);
    const auto expected = balanced_expectation(model);
    const std::vector<float> endless(expected.begin(), expected.end());
    EXPECT_GT(test::correlation(stable.maps.at(0).values, endless), 0.93);
    const auto masks = stable.provenance.inferences - 1;
    EXPECT_GT(masks, 128U);
    EXPECT_LT(masks, 10000U);
    EXPECT_EQ(map_of(model, rise(masks, "centred")).values, stable.maps.at(0).values);
    options.black_box.num_masks = 140;
    EXPECT_EQ(Explainer(model.graph(), options).explain(model.image).provenance.inferences, 141U);
}

TEST(Rise, CannotBeInserted) {
    InsertOptions options;
    options.method = "rise";
    EXPECT_THAT(error_of([&] { return insert_xai(linear_model().graph(), options); }),
                IsError(ErrorKind::unsupported, HasSubstr("cannot be inserted")));
}

}  // namespace
}  // namespace vinoscope
