// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Attributions of pixels in closed form.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <openvino/op/clamp.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/maximum.hpp>
#include <openvino/op/minimum.hpp>

#include "support/build_model.hpp"
#include "support/options.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t height = 5;
constexpr std::size_t width = 7;
constexpr std::size_t places = height * width;
constexpr std::size_t values = 3 * places;

// score = sum of w f(x): `function` is applied to each value of the picture.
struct Network {
    ov::Shape shape = {1, 3, height, width};
    test::Value (*function)(const test::Value&) = [](const test::Value& x) { return x; };
    std::vector<float> weights = test::random_values(values, 1);

    std::shared_ptr<ov::Model> model() const {
        const auto image = test::image_parameter(shape);
        const auto products = test::multiply(function(image), test::floats(shape, weights));
        const auto score = test::mean_over(test::reshaped(products, {1, 1, values}), {2});
        return test::model_of(test::multiply(score, test::number(values)), image);
    }
};

Explanation explained(const Network& network, ExplainerOptions options, const std::vector<float>& x) {
    options.precision = Precision::f32;
    options.preprocess.layout = network.shape[1] == 3 ? TensorLayout::nchw : TensorLayout::nhwc;
    ExplainOptions asked;
    asked.targets = {std::int64_t{0}};
    return Explainer(network.model(), options)
        .explain(make_tensor({network.shape.begin(), network.shape.end()}, x), Image(), asked);
}

ExplainerOptions with(const std::string& method) {
    ExplainerOptions options;
    options.method = method;
    return options;
}

// Over channels, of planar values.
std::vector<float> sums(const std::vector<float>& planar) {
    std::vector<float> result(places);
    for (std::size_t i = 0; i < values; ++i)
        result[i % places] += planar[i];
    return result;
}

std::vector<float> largest(const std::vector<float>& planar) {
    std::vector<float> result(places);
    for (std::size_t i = 0; i < values; ++i)
        result[i % places] = std::max(result[i % places], std::abs(planar[i]));
    return result;
}

std::vector<float> product(const std::vector<float>& a, const std::vector<float>& b) {
    std::vector<float> result;
    std::ranges::transform(a, b, std::back_inserter(result), std::multiplies());
    return result;
}

test::Value squared(const test::Value& x) {
    return test::multiply(x, x);
}

test::Value to_the_fourth(const test::Value& x) {
    return squared(squared(x));
}

const std::vector<float> picture = test::random_values(values, 2);

TEST(LinearModel, HasTheWeightsAsGradient) {
    const Network linear;
    for (const auto* method : {"saliency", "smooth-grad", "guided-backprop"})
        EXPECT_LT(
            test::relative_error(explained(linear, with(method), picture).maps[0].values, largest(linear.weights)),
            1e-5)
            << method;
    const auto varied = explained(linear, with("var-grad"), picture).maps[0].values;
    EXPECT_LT(*std::ranges::max_element(varied), 1e-10);
}

TEST(LinearModel, HasExactShares) {
    const Network linear;
    const auto wanted = sums(product(linear.weights, picture));
    EXPECT_LT(test::relative_error(explained(linear, with("input-x-gradient"), picture).maps[0].values, wanted), 1e-5);
    for (const auto* rule : {"gauss-legendre", "trapezoid", "midpoint"}) {
        auto options = with("integrated-gradients");
        options.attribution.rule = rule;
        options.attribution.steps = 2;
        const auto map = explained(linear, options, picture).maps[0];
        EXPECT_LT(test::relative_error(map.values, wanted), 1e-5) << rule;
        ASSERT_TRUE(map.completeness_gap);
        EXPECT_LT(*map.completeness_gap, 1e-5) << rule;
    }
}

TEST(LinearModel, HasTheSharesOfItsOwnLayout) {
    Network network;
    network.shape = {1, height, width, 3};
    std::vector<float> wanted(places);
    for (std::size_t i = 0; i < values; ++i)
        wanted[i / 3] += network.weights[i] * picture[i];
    for (const auto* method : {"input-x-gradient", "integrated-gradients"})
        EXPECT_LT(test::relative_error(explained(network, with(method), picture).maps[0].values, wanted), 1e-5)
            << method;
}

// Gradient 4 w x^3: two points of Gauss and Legendre are exact for it, other rules are not.
TEST(IntegratedGradients, AreExactForPolynomials) {
    Network quartic;
    quartic.function = to_the_fourth;
    std::vector<float> fourth;
    for (const float x : picture)
        fourth.push_back(x * x * x * x);
    const auto wanted = sums(product(quartic.weights, fourth));
    auto options = with("integrated-gradients");
    options.attribution.steps = 2;
    EXPECT_LT(test::relative_error(explained(quartic, options, picture).maps[0].values, wanted), 1e-5);
    options.attribution.rule = "midpoint";
    EXPECT_GT(test::relative_error(explained(quartic, options, picture).maps[0].values, wanted), 0.01);
    options.attribution.steps = 200;
    EXPECT_LT(test::relative_error(explained(quartic, options, picture).maps[0].values, wanted), 1e-4);
}

// Gradient 2 w x: the mean over noise stays, its variance is 4 w^2 sigma^2.
TEST(NoisyGradients, HaveTheMomentsOfASquare) {
    Network square;
    square.function = squared;
    std::vector<float> gradient;
    std::ranges::transform(
        square.weights, picture, std::back_inserter(gradient), [](float w, float x) { return 2 * w * x; });
    auto options = with("smooth-grad");
    options.attribution.samples = 4000;
    EXPECT_LT(test::relative_error(explained(square, options, picture).maps[0].values, largest(gradient)), 0.03);

    options.method = "var-grad";
    options.attribution.noise = 0.2;
    const auto [low, high] = std::ranges::minmax(picture);
    const float sigma = 0.2F * (high - low);
    std::vector<float> variance;
    for (const float w : square.weights)
        variance.push_back(4 * w * w * sigma * sigma);
    EXPECT_LT(test::relative_error(explained(square, options, picture).maps[0].values, sums(variance)), 0.1);
}

// Gradient w: the mean of w (x - x0) over colours x0, uniform between the lowest and the highest value of each channel.
TEST(ExpectedGradients, AverageOverColours) {
    const Network linear;
    std::vector<float> wanted(places);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const auto plane = std::span(picture).subspan(channel * places, places);
        const auto [low, high] = std::ranges::minmax(plane);
        for (std::size_t i = 0; i < places; ++i)
            wanted[i] += linear.weights[channel * places + i] * (plane[i] - (low + high) / 2);
    }
    auto options = with("expected-gradients");
    options.attribution.samples = 1000;
    const auto map = explained(linear, options, picture).maps[0];
    for (std::size_t i = 0; i < places; ++i)
        EXPECT_NEAR(map.values[i], wanted[i], 4.5 * map.standard_error[i] + 1e-6) << i;
    const auto fewer = [&] {
        options.attribution.samples = 250;
        return explained(linear, options, picture).maps[0].standard_error;
    }();
    EXPECT_NEAR(fewer[0] / map.standard_error[0], 2, 0.3);
}

// As files with f16 weights hold it.
test::Value half_precision_zero() {
    const auto zero = ov::op::v0::Constant::create(ov::element::f16, {}, {0});
    return std::make_shared<ov::op::v0::Convert>(zero, ov::element::f32);
}

struct Form {
    const char* name;
    test::Value (*of)(const test::Value&);
};

const std::vector<Form> rectifiers = {
    {"relu", test::relu},
    {"clamp", [](const auto& x) -> test::Value { return std::make_shared<ov::op::v0::Clamp>(x, 0, 6); }},
    {"maximum",
     [](const auto& x) -> test::Value {
         return std::make_shared<ov::op::v1::Maximum>(x, test::floats({1, 1, 1, 1}, {0}));
     }},
    {"minimum_of_maximum",
     [](const auto& x) -> test::Value {
         const auto positive = std::make_shared<ov::op::v1::Maximum>(x, test::number(0));
         return std::make_shared<ov::op::v1::Minimum>(positive, test::number(6));
     }},
    {"maximum_of_half_precision",
     [](const auto& x) -> test::Value { return std::make_shared<ov::op::v1::Maximum>(half_precision_zero(), x); }},
};

class Rectifier : public testing::TestWithParam<Form> {};

// score = f(3 - f(x1)) + f(x2) of a rectifier f: the gradient of x1 arrives with a negative sign and goes no further.
TEST_P(Rectifier, PassesOnWhatRaisesTheScoreInGuidedBackpropagation) {
    const auto rectified = GetParam().of;
    const auto image = test::image_parameter({1, 1, 1, 2});
    const auto weighed = test::multiply(rectified(image), test::floats({1, 1, 1, 2}, {-1, 1}));
    const auto second = rectified(test::add(weighed, test::floats({1, 1, 1, 2}, {3, 0})));
    const auto model = test::model_of(test::mean_over(second, {3, 2}), image);
    const auto input = test::tensor_of({1, 1, 1, 2}, {1, 1});
    const auto map = [&](const char* method) {
        auto options = test::with_method(method);
        options.layout = TensorLayout::nchw;
        return test::values_of(test::run(insert_xai(model, options), {input}).back());
    };
    EXPECT_THAT(map("saliency"), testing::ElementsAre(0.5F, 0.5F));
    EXPECT_THAT(map("guided-backprop"), testing::ElementsAre(0.0F, 0.5F));
}

INSTANTIATE_TEST_SUITE_P(Forms, Rectifier, testing::ValuesIn(rectifiers), [](const auto& test) {
    return test.param.name;
});

TEST(InputGradient, OfPixelsThatAreNotReadIsExactlyZero) {
    Network half;
    for (std::size_t i = 0; i < values; ++i)
        if (i % places < places / 2)
            half.weights[i] = 0;
    for (const auto* method :
         {"saliency", "input-x-gradient", "integrated-gradients", "smooth-grad", "var-grad", "expected-gradients"}) {
        const auto map = explained(half, with(method), picture).maps[0].values;
        EXPECT_THAT(std::vector(map.begin(), map.begin() + places / 2), testing::Each(0.0F)) << method;
    }
}

}  // namespace
}  // namespace vinoscope
