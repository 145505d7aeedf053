// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/preprocess_graph.hpp"

#include <gtest/gtest.h>

#include <openvino/op/convert.hpp>

#include "support/build_model.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t side = 4;

// A model that gives its input back.
std::shared_ptr<ov::Model> echo(const ov::Shape& shape, const ov::element::Type& type = ov::element::f32) {
    const auto image = test::image_parameter(shape, type);
    return test::model_of(std::make_shared<ov::op::v0::Convert>(image, ov::element::f32), image);
}

ov::Tensor picture(std::size_t channels) {
    ov::Tensor tensor(ov::element::u8, {1, side, side, channels});
    const auto random = test::random_image(side, side, 4);
    std::copy_n(random.data(), tensor.get_size(), tensor.data<std::uint8_t>());
    return tensor;
}

Preprocess preprocess(ColorOrder color, std::vector<float> mean, std::vector<float> scale) {
    return {
        .mean = std::move(mean), .scale = std::move(scale), .color = color, .layout = {}, .resize = ResizeMode::squash};
}

struct Wanted {
    TensorLayout layout;
    ColorOrder color;
};

class PreprocessGraph : public testing::TestWithParam<Wanted> {};

TEST_P(PreprocessGraph, NormalizesInTheChannelOrderOfTheModel) {
    const bool nchw = GetParam().layout == TensorLayout::nchw;
    const auto model = echo(nchw ? ov::Shape{1, 3, side, side} : ov::Shape{1, side, side, 3});
    const std::vector<float> mean = {10, 20, 30};
    const std::vector<float> scale = {2, 4, 8};
    const auto edited = with_preprocessing(
        model, find_image_input(*model, GetParam().layout), preprocess(GetParam().color, mean, scale));
    EXPECT_EQ(edited->input(0).get_shape(), ov::Shape({1, side, side, 3}));
    EXPECT_EQ(edited->input(0).get_element_type(), ov::element::u8);
    const auto input = picture(3);
    const auto found = test::values_of(test::run(edited, {input}).front());
    std::vector<float> expected(found.size());
    for (std::size_t place = 0; place < side * side; ++place)
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const auto taken = GetParam().color == ColorOrder::bgr ? 2 - channel : channel;
            const auto value = static_cast<float>(input.data<std::uint8_t>()[place * 3 + taken]);
            expected[nchw ? channel * side * side + place : place * 3 + channel] =
                (value - mean[channel]) / scale[channel];
        }
    EXPECT_LT(test::relative_error(found, expected), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Variants,
                         PreprocessGraph,
                         testing::Values(Wanted{TensorLayout::nchw, ColorOrder::rgb},
                                         Wanted{TensorLayout::nchw, ColorOrder::bgr},
                                         Wanted{TensorLayout::nhwc, ColorOrder::rgb},
                                         Wanted{TensorLayout::nhwc, ColorOrder::bgr}),
                         [](const auto& test) {
                             return std::string(test.param.layout == TensorLayout::nchw ? "Nchw" : "Nhwc") +
                                    (test.param.color == ColorOrder::rgb ? "Rgb" : "Bgr");
                         });

TEST(PreprocessGraphOfOne, LeavesBytesAlone) {
    const auto model = echo({1, side, side, 3}, ov::element::u8);
    const auto edited = with_preprocessing(
        model, find_image_input(*model, TensorLayout::nhwc), preprocess(ColorOrder::rgb, {0, 0, 0}, {1, 1, 1}));
    const auto input = picture(3);
    EXPECT_EQ(test::values_of(test::run(edited, {input}).front()), test::values_of(input));
}

// Differences and fractions are made before the model's own bytes cut them off.
TEST(PreprocessGraphOfOne, NormalizesForModelsOfBytesToo) {
    const auto model = echo({1, 1, side, side}, ov::element::u8);
    const auto edited =
        with_preprocessing(model, find_image_input(*model, TensorLayout::nchw), preprocess(ColorOrder::rgb, {0}, {2}));
    const auto input = picture(1);
    const auto found = test::values_of(test::run(edited, {input}).front());
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], input.data<std::uint8_t>()[i] / 2.0, 0.5);
}

}  // namespace
}  // namespace vinoscope
