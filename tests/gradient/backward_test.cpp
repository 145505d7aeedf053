// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Any number in a graph can be the score: one pixel's class, one box, a difference.
#include "gradient/backward.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <openvino/runtime/core.hpp>

#include "gradient/gradient_model.hpp"
#include "model/read_model.hpp"
#include "ops/build.hpp"
#include "support/assets.hpp"
#include "support/network_input.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"

namespace vinoscope {
namespace {

using Floats = std::vector<float>;

std::shared_ptr<ov::Model> model_file(const std::string& name) {
    return shared_core().read_model(test::data("models/" + name).string());
}

// One number out of a tensor.
Value element(Value value, const Integers& position) {
    for (const auto index : position)
        value = pick(value, 0, index);
    return value;
}

// The model with the outputs `score` and `gradient` only.
std::shared_ptr<ov::Model> differentiated(const ov::Model& model, const Value& score) {
    const auto image = model.get_parameters().front();
    return std::make_shared<ov::Model>(ov::OutputVector{score, backward(score, {image}).front()},
                                       ov::ParameterVector{image});
}

double score_of(const std::shared_ptr<ov::Model>& model, const ov::Shape& shape, const Floats& input) {
    return test::values_of(test::run(model, {test::tensor_of(shape, input)}).front()).front();
}

ov::Tensor shapes_input() {
    return test::network_input(test::data("shapes/100.png"), 96, 128, 64);
}

// Along the gradient itself the score grows by its length; networks have kinks, so that steps of any size see some.
void expect_to_be_the_slope(const std::shared_ptr<ov::Model>& model, const ov::Tensor& input = shapes_input()) {
    const auto gradient = test::values_of(test::run(model, {input}).back());
    double square = 0;
    for (const double part : gradient)
        square += part * part;
    ASSERT_TRUE(std::isfinite(square));
    ASSERT_GT(square, 0);
    constexpr double distance = 0.01;
    auto ahead = test::values_of(input);
    auto behind = ahead;
    for (std::size_t i = 0; i < gradient.size(); ++i) {
        ahead[i] += static_cast<float>(distance * gradient[i] / std::sqrt(square));
        behind[i] -= static_cast<float>(distance * gradient[i] / std::sqrt(square));
    }
    const double slope =
        (score_of(model, input.get_shape(), ahead) - score_of(model, input.get_shape(), behind)) / (2 * distance);
    EXPECT_NEAR(slope / std::sqrt(square), 1, 0.05);
}

TEST(Backward, OfOnePixelOfASegmentation) {
    const auto model = model_file("shapes-unet.xml");
    expect_to_be_the_slope(differentiated(*model, element(find_value(*model, "logits"), {0, 2, 40, 50})));
}

TEST(Backward, OfOneBoxBeforeSuppression) {
    const auto model = model_file("shapes-ssd.xml");
    expect_to_be_the_slope(differentiated(*model, element(find_value(*model, "/cls0/Conv"), {0, 3, 5, 6})));
}

TEST(Backward, OfOneFaceThatADetectorInTfLiteLooksFor) {
    const auto folder = test::fixtures();
    if (!folder)
        GTEST_SKIP() << "VINOSCOPE_FIXTURES is not set";
    const auto file = *folder / "models/mediapipe/face_detection_short_range.tflite";
    const auto model = shared_core().read_model(file.string());
    const auto face = element(find_value(*model, "classificators"), {0, 141, 0});
    expect_to_be_the_slope(differentiated(*model, face), test::random_tensor({1, 128, 128, 3}, 1));
}

TEST(Backward, OfADifference) {
    const auto model = model_file("shapes-vit.xml");
    const auto logits = find_value(*model, "logits");
    expect_to_be_the_slope(differentiated(*model, element(logits, {0, 1}) - element(logits, {0, 3})));
}

TEST(Backward, OfTheScoreItselfIsOne) {
    const auto model = model_file("shapes-cnn.xml");
    const auto score = element(find_value(*model, "logits"), {0, 1});
    const ov::Model result(ov::OutputVector{backward(score, {score}).front()}, model->get_parameters());
    EXPECT_EQ(test::values_of(test::run(result.clone(), {test::random_tensor({1, 3, 96, 96}, 1)}).front()), Floats{1});
}

}  // namespace
}  // namespace vinoscope
