// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <numeric>
#include <openvino/op/matmul.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/network_input.hpp"
#include "support/options.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;
using Floats = std::vector<float>;

constexpr const char* method = "layer-integrated-gradients";
constexpr const char* first_layer = "/stem/Conv";
constexpr const char* middle_layer = "/layer2/relu2/Relu";

// score = sum of w A^2 over a layer A of 4 channels that mixes places: the integral of 2 w A0 + a (A - A0), times
// A - A0, is w (A^2 - A0^2), and one step of Gauss and Legendre finds it. The layer has a bias, so that A0 is not 0.
struct Network {
    static constexpr std::size_t channels = 4;
    static constexpr std::size_t cells = 3 * 4;  // the picture is 6x8
    std::shared_ptr<ov::op::v0::Parameter> image = test::image_parameter({1, 3, 6, 8});
    test::Value layer =
        test::named(test::add(test::convolution(image, test::random_floats({channels, 3, 3, 3}, 1), 2, 1),
                              test::random_floats({1, channels, 1, 1}, 2)),
                    "layer");
    Floats weights = test::random_values(channels * cells, 3);

    std::shared_ptr<ov::Model> model() const {
        const auto products = test::multiply(test::multiply(layer, layer), test::floats({1, channels, 3, 4}, weights));
        return test::model_of(test::sum_over(test::reshaped(products, {1, 1, -1}), {2}), image);
    }

    Floats activations(const Floats& picture) const {
        return test::run(layer, *model(), test::tensor_of({1, 3, 6, 8}, picture));
    }
};

TEST(LayerIntegratedGradients, AreExactForASquare) {
    const Network network;
    const auto picture = test::random_values(3 * 6 * 8, 4);
    const auto a = network.activations(picture);
    const auto a0 = network.activations(Floats(picture.size(), 0));
    Floats wanted(Network::cells);
    for (std::size_t i = 0; i < a.size(); ++i)
        wanted[i % Network::cells] += network.weights[i] * (a[i] * a[i] - a0[i] * a0[i]);

    auto options = test::in_f32(method);
    options.preprocess.layout = TensorLayout::nchw;
    options.target_layer = "layer";
    options.attribution.steps = 1;
    ExplainOptions asked;
    asked.targets = {std::int64_t{0}};
    const auto map =
        Explainer(network.model(), options).explain(make_tensor({1, 3, 6, 8}, picture), Image(), asked).maps[0];
    EXPECT_EQ(map.height, 3);
    EXPECT_EQ(map.width, 4);
    EXPECT_LT(test::relative_error(map.values, wanted), 1e-5);
    EXPECT_LT(map.completeness_gap.value(), 1e-5);
}

// Tokens without a batch, [cells,channels], as some exports have them: w t for tokens t = M x.
TEST(LayerIntegratedGradients, AreThereForALayerWithoutABatch) {
    constexpr std::size_t cells = 12;
    const auto image = test::image_parameter({1, 3, 4, 3});
    const auto mixed = std::make_shared<ov::op::v0::MatMul>(test::gathered(test::reshaped(image, {1, cells, 3}), 0, 0),
                                                            test::random_floats({3, 3}, 1));
    const auto tokens = test::named(mixed, "tokens");
    const auto weights = test::random_values(cells * 3, 2);
    const auto products = test::multiply(tokens, test::floats({cells, 3}, weights));
    const auto model = test::model_of(test::reshaped(test::sum_over(products, {0, 1}), {1, 1}), image);
    const auto picture = test::random_values(cells * 3, 3);
    const auto t = test::run(tokens, *model, test::tensor_of({1, 3, 4, 3}, picture));
    Floats wanted(cells);
    for (std::size_t i = 0; i < t.size(); ++i)
        wanted[i / 3] += weights[i] * t[i];

    auto options = test::in_f32(method);
    options.preprocess.layout = TensorLayout::nhwc;
    options.target_layer = "tokens";
    ExplainOptions asked;
    asked.targets = {std::int64_t{0}};
    const auto map = Explainer(model, options).explain(make_tensor({1, 3, 4, 3}, picture), Image(), asked).maps[0];
    EXPECT_LT(test::relative_error(map.values, wanted), 1e-5);
    EXPECT_LT(map.completeness_gap.value(), 1e-5);
}

struct Place {
    const char* model;
    const char* layer;
    const char* baseline = "zero";
};

SaliencyMap map_at(const Place& place, int steps) {
    auto options = test::in_f32(method, test::shapes_preprocess());
    options.target_layer = place.layer;
    options.attribution.steps = steps;
    options.black_box.baseline = place.baseline;
    ExplainOptions asked;
    asked.targets = {std::int64_t{1}};
    return Explainer(test::data("models") / place.model, options)
        .explain(read_image(test::data("shapes/100.png")), asked)
        .maps[0];
}

double logit(const std::string& model, const ov::Tensor& input) {
    return test::values_of(test::run(read_model(test::data("models") / model), {input}).front())[1];
}

// f(A) - f(A0), of the model itself at the picture and at the baseline. A class token has its own share.
TEST(LayerIntegratedGradients, AddUpToTheGainOfTheScore) {
    const auto picture = test::network_input(test::data("shapes/100.png"), 96, 128, 64);
    const auto zero = test::tensor_of(picture.get_shape(), Floats(picture.get_size(), 0));
    const double gain = logit("shapes-cnn.xml", picture) - logit("shapes-cnn.xml", zero);
    for (const auto* layer : {"", first_layer, middle_layer}) {
        const auto map = map_at({"shapes-cnn.xml", layer}, 300);
        EXPECT_NEAR(std::accumulate(map.values.begin(), map.values.end(), 0.0) / gain, 1, 0.01) << layer;
        EXPECT_LT(map.completeness_gap.value(), 0.01) << layer;
    }
}

TEST(LayerIntegratedGradients, ComeCloserWithMoreSteps) {
    for (const Place& place : {Place{"shapes-cnn.xml", first_layer}, Place{"shapes-vit.xml", ""}}) {
        const double few = map_at(place, 3).completeness_gap.value();
        const double many = map_at(place, 100).completeness_gap.value();
        EXPECT_LT(many, 0.01) << place.model;
        EXPECT_LT(many, few) << place.model;
    }
    for (const auto* baseline : {"black", "blur", "mean"})
        EXPECT_LT(map_at({"shapes-cnn.xml", middle_layer, baseline}, 200).completeness_gap.value(), 0.01) << baseline;
}

TEST(LayerIntegratedGradients, RefuseALayerThatIsByPassed) {
    EXPECT_THAT(error_of([] {
                    map_at({"shapes-cnn.xml", "/layer4/conv1/Conv"}, 1);
                }),
                IsError(ErrorKind::unsupported, HasSubstr("/layer4/conv1/Conv")));
}

}  // namespace
}  // namespace vinoscope
