// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Gradients of whole networks as PyTorch computed them from the original of each network.
#include <gtest/gtest.h>

#include <openvino/runtime/core.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/network_input.hpp"
#include "support/npy.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "vinoscope/gradient.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {
namespace {

using Floats = std::vector<float>;

std::shared_ptr<ov::Model> gradient_model(const std::filesystem::path& file, std::int64_t target) {
    return gradient(shared_core().read_model(file.string()), {.target = target});
}

Floats gradient_at(const std::shared_ptr<ov::Model>& model, const ov::Tensor& input) {
    return test::values_of(test::run(model, {input}).back());
}

Floats reference(const std::string& name) {
    return test::read_npy<float>(test::data("reference/" + name + ".npy")).values;
}

void expect_same(const Floats& found, const Floats& expected) {
    EXPECT_LT(test::relative_error(found, expected), 1e-3);
    EXPECT_GT(test::correlation(found, expected), 0.9999);
}

ov::Tensor shapes_input() {
    return test::network_input(test::data("shapes/100.png"), 96, 128, 64);
}

TEST(ReferenceGradient, OfAConvolutionalNetwork) {
    for (const auto* file : {"shapes-cnn.xml", "shapes-cnn.onnx"}) {
        SCOPED_TRACE(file);
        const auto model = gradient_model(test::data("models") / file, 1);
        expect_same(gradient_at(model, shapes_input()), reference("shapes-cnn_100_1_gradient"));
    }
}

TEST(ReferenceGradient, OfAVisionTransformer) {
    for (const auto* file : {"shapes-vit.xml", "shapes-vit-sdpa.xml"}) {
        SCOPED_TRACE(file);
        const auto model = gradient_model(test::data("models") / file, 1);
        expect_same(gradient_at(model, shapes_input()), reference("shapes-vit_100_1_gradient"));
    }
}

// One more operation before the network, (x - 128) / 64 of bytes with the channels last.
TEST(ReferenceGradient, OfAPictureOfBytes) {
    const auto image = read_image(test::data("shapes/100.png"));
    const auto model = gradient_model(test::data("models/shapes-cnn-u8-nhwc.xml"), 1);
    EXPECT_EQ(model->output("gradient").get_element_type(), ov::element::f32);
    const auto found =
        gradient_at(model, ov::Tensor(ov::element::u8, {1, 96, 96, 3}, const_cast<std::uint8_t*>(image.data())));
    const auto planes = reference("shapes-cnn_100_1_gradient");
    Floats expected(planes.size());
    for (std::size_t i = 0; i < planes.size(); ++i)
        expected[i % (96 * 96) * 3 + i / (96 * 96)] = planes[i] / 64;
    expect_same(found, expected);
}

// Its 6 million clamped activations make the gradient jump: another rounding of one input in 10 million moves it by 1 %
// of its maximum. Weights in FP16 do more.
TEST(ReferenceGradient, OfEfficientNet) {
    const auto fixtures = test::fixtures();
    const auto expected = reference("efficientnet-lite0_chelsea_285_gradient_every_4th");
    const auto input = test::network_input(test::data("reference/efficientnet-lite0_chelsea_224.png"), 224, 127, 128);
    const auto every_fourth = [&](const std::filesystem::path& file) {
        const auto all = gradient_at(gradient_model(file, 285), input);
        Floats some;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (i % 224 % 4 == 0 && i / 224 % 224 % 4 == 0)
                some.push_back(all[i]);
        return some;
    };
    EXPECT_GT(test::correlation(every_fourth(test::asset("models/efficientnet-lite0-fp16.xml")), expected), 0.98);
    if (!fixtures)
        GTEST_SKIP() << "VINOSCOPE_FIXTURES is not set";
    const auto models = *fixtures / "models/efficientnet-lite0";
    EXPECT_GT(test::correlation(every_fourth(models / "efficientnet-lite0.onnx"), expected), 0.9999);
    EXPECT_GT(test::correlation(every_fourth(models / "efficientnet-lite0-int8.xml"), expected), 0.5);
}

}  // namespace
}  // namespace vinoscope
