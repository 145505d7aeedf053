// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/image_input.hpp"

#include <gmock/gmock.h>

#include "model/expect_error.hpp"
#include "model/models.hpp"
#include "model/read_model.hpp"
#include "support/assets.hpp"

namespace vinoscope::test {
namespace {

using Order = std::vector<std::int64_t>;

const Order to_nchw = {0, 3, 1, 2};
const Order to_nhwc = {0, 2, 3, 1};

void expect_input(const ImageInput& input,
                  TensorLayout layout,
                  const std::vector<std::int64_t>& nchw,
                  const char* evidence) {
    EXPECT_EQ(input.layout, layout);
    EXPECT_EQ((std::vector{input.batch, input.channels, input.height, input.width}), nchw);
    EXPECT_EQ(input.evidence, evidence);
}

TEST(ImageInput, OfTheModelsOfTheTests) {
    expect_input(find_image_input(*read_model(asset("models/efficientnet-lite0-fp16.xml"))),
                 TensorLayout::nchw,
                 {1, 3, 224, 224},
                 "graph");
    expect_input(
        find_image_input(*read_model(data("models/shapes-cnn.onnx"))), TensorLayout::nchw, {0, 3, 96, 96}, "graph");
    expect_input(find_image_input(*read_model(data("models/shapes-cnn-u8-nhwc.xml"))),
                 TensorLayout::nhwc,
                 {1, 3, 96, 96},
                 "model");
    expect_input(
        find_image_input(*read_model(data("models/tiny.tflite"))), TensorLayout::nhwc, {1, 3, 16, 16}, "graph");
}

TEST(ImageInput, SizesNeverDecideAgainstTheGraph) {
    // 3 and 4 may be channels or sizes at either end.
    const auto nchw = parameter({1, 3, 5, 4});
    expect_input(find_image_input(*model(convolution(nchw, 3, 2), nchw)), TensorLayout::nchw, {1, 3, 5, 4}, "graph");
    const auto nhwc = parameter({1, 3, 5, 4});
    expect_input(find_image_input(*model(convolution(transpose(nhwc, to_nchw), 4, 2), nhwc)),
                 TensorLayout::nhwc,
                 {1, 4, 3, 5},
                 "graph");
}

TEST(ImageInput, LooksThroughWhatKeepsTheOrder) {
    const auto input = parameter({1, 4, 4, 3}, ov::element::u8);
    const auto floats = std::make_shared<op::Convert>(input, ov::element::f32);
    const auto centred = std::make_shared<op::Subtract>(floats, constant({1, 1, 1, 3}));
    const auto scaled = std::make_shared<op::Multiply>(constant({1, 1, 1, 3}), centred);
    const auto limit = constant({});
    const auto quantized = std::make_shared<op::FakeQuantize>(scaled, limit, limit, limit, limit, 256);
    const auto padded = std::make_shared<op::Pad>(
        quantized, integers({0, 1, 1, 0}), integers({0, 1, 1, 0}), constant({}), ov::op::PadMode::CONSTANT);
    const auto scores = convolution(transpose(padded, to_nchw), 3, 2);
    expect_input(find_image_input(*model(scores, input)), TensorLayout::nhwc, {1, 3, 4, 4}, "graph");
}

TEST(ImageInput, TranspositionToNhwcMeansNchw) {
    const auto input = parameter({1, 4, 4, 4});
    expect_input(find_image_input(*model(transpose(input, to_nhwc), input)), TensorLayout::nchw, {1, 4, 4, 4}, "graph");
}

TEST(ImageInput, PoolingWantsNchw) {
    const auto input = parameter({1, 4, 6, 4});
    const auto pooled = std::make_shared<op::AvgPool>(
        input, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{2, 2}, true);
    expect_input(find_image_input(*model(pooled, input)), TensorLayout::nchw, {1, 4, 6, 4}, "graph");
}

TEST(ImageInput, KernelOfAConvolutionIsNoPicture) {
    const auto input = parameter({3, 4, 1, 1});
    const ov::Strides one = {1, 1};
    const ov::CoordinateDiff none = {0, 0};
    const auto as_kernel = std::make_shared<op::Convolution>(constant({1, 4, 8, 8}), input, one, none, none, one);
    expect_error(ErrorKind::unsupported, {"NCHW or NHWC", "set the layout"}, [&] {
        find_image_input(*model(as_kernel, input));
    });
}

TEST(ImageInput, AnnotationBeatsTheGraphAndTheFlagBeatsBoth) {
    const auto input = parameter({1, 3, 8, 3});
    input->set_layout("NHWC");
    const auto annotated = model(convolution(input, 3, 2), input);
    expect_input(find_image_input(*annotated), TensorLayout::nhwc, {1, 3, 3, 8}, "model");
    expect_input(find_image_input(*annotated, TensorLayout::nchw), TensorLayout::nchw, {1, 3, 8, 3}, "flag");
}

TEST(ImageInput, ReadsTheLayoutInModelInfo) {
    for (const auto* layout : {"NHWC", "image:NHWC", "other:NCHW,image:NHWC"}) {
        const auto input = parameter({1, 3, 8, 3});
        const auto described = model(std::make_shared<op::Relu>(input), input);
        described->set_rt_info(std::string(layout), "model_info", "layout");
        expect_input(find_image_input(*described), TensorLayout::nhwc, {1, 3, 3, 8}, "model");
    }
    const auto input = parameter({1, 3, 8, 3});
    const auto described = model(std::make_shared<op::Relu>(input), input);
    described->set_rt_info(std::string("sideways"), "model_info", "layout");
    expect_error(ErrorKind::bad_model, {"layout", "sideways"}, [&] { find_image_input(*described); });
}

TEST(ImageInput, FallsBackOnThePlaceOfTheChannels) {
    const auto nchw = parameter({1, 3, 8, 8});
    expect_input(
        find_image_input(*model(std::make_shared<op::Relu>(nchw), nchw)), TensorLayout::nchw, {1, 3, 8, 8}, "shape");
    const auto nhwc = parameter({-1, -1, -1, 1});
    expect_input(
        find_image_input(*model(std::make_shared<op::Relu>(nhwc), nhwc)), TensorLayout::nhwc, {0, 1, 0, 0}, "shape");
}

TEST(ImageInput, WorksWhenEverySizeIsOpen) {
    const auto input = parameter(ov::PartialShape::dynamic(4));
    expect_input(find_image_input(*model(convolution(input, 3, 2), input)), TensorLayout::nchw, {0, 0, 0, 0}, "graph");
}

TEST(ImageInput, IsTheOneOfFourDimensions) {
    const auto size = parameter({1, 2}, ov::element::f32, "size");
    const auto image = parameter({1, 3, 8, 8});
    const ov::ResultVector results = {result(convolution(image, 3, 2), "scores"),
                                      result(std::make_shared<op::Relu>(size), "same")};
    EXPECT_EQ(find_image_input(ov::Model(results, ov::ParameterVector{size, image})).index, 1U);
}

TEST(ImageInput, RefusesWhatIsNoPicture) {
    const auto vector = parameter({1, 3}, ov::element::f32, "vector");
    expect_error(ErrorKind::unsupported, {"none", "'vector' [1,3] f32"}, [&] {
        find_image_input(*model(std::make_shared<op::Relu>(vector), vector));
    });
    const auto open = parameter(ov::PartialShape::dynamic());
    expect_error(ErrorKind::unsupported, {"dimensions", "[...]"}, [&] {
        find_image_input(*model(std::make_shared<op::Relu>(open), open), TensorLayout::nchw);
    });
    const auto empty = parameter({1, 3, 0, 8});
    expect_error(ErrorKind::bad_model, {"at least 1", "[1,3,0,8]"}, [&] {
        find_image_input(*model(std::make_shared<op::Relu>(empty), empty));
    });
}

TEST(ImageInput, OfOtherChannelsTakesNoPicture) {
    for (const std::int64_t channels : {2, 5, 6, 13}) {
        const auto bands = parameter({1, channels, 8, 8});
        const auto input = find_image_input(*model(convolution(bands, static_cast<std::size_t>(channels), 2), bands));
        EXPECT_EQ(input.channels, channels);
        EXPECT_THAT(unsupported_image_reason(input), testing::HasSubstr("1, 3 or 4 channels"));
    }
    for (const std::int64_t channels : {1, 3, 4}) {
        const auto picture = parameter({1, channels, 8, 8});
        EXPECT_EQ(unsupported_image_reason(find_image_input(*model(std::make_shared<op::Relu>(picture), picture))), "");
    }
}

TEST(ImageInput, OfFiveDimensionsIsAVolume) {
    const auto volume = parameter({1, 2, 5, 6, 7});
    const auto kernel = constant({4, 2, 3, 3, 3});
    const ov::Strides one = {1, 1, 1};
    const ov::CoordinateDiff none = {0, 0, 0};
    const auto input =
        find_image_input(*model(std::make_shared<op::Convolution>(volume, kernel, one, none, none, one), volume));
    expect_input(input, TensorLayout::nchw, {1, 2, 6, 7}, "graph");
    EXPECT_EQ(input.depth, 5);
    EXPECT_EQ(shape_of(input), (ov::PartialShape{1, 2, 5, 6, 7}));
    EXPECT_NE(unsupported_image_reason(input), "");
    const auto last = parameter({1, 5, 6, 7, 2});
    const auto transposed = find_image_input(*model(transpose(last, {0, 4, 1, 2, 3}), last));
    expect_input(transposed, TensorLayout::nhwc, {1, 2, 6, 7}, "graph");
    EXPECT_EQ(shape_of(transposed), (ov::PartialShape{1, 5, 6, 7, 2}));
}

TEST(ImageInput, MayBeNamed) {
    const auto left = parameter({1, 3, 8, 8}, ov::element::f32, "left");
    const auto right = parameter({1, 3, 8, 8}, ov::element::f32, "right");
    const ov::ResultVector results = {result(std::make_shared<op::Add>(left, right), "sum")};
    const ov::Model stereo(results, ov::ParameterVector{left, right});
    EXPECT_EQ(find_image_input(stereo, {}, "right").index, 1U);
    expect_error(ErrorKind::usage, {"rigth", "did you mean right"}, [&] { find_image_input(stereo, {}, "rigth"); });
}

TEST(ImageInput, RefusesToChooseBetweenTwoPictures) {
    const auto left = parameter({1, 3, 8, 8}, ov::element::f32, "left");
    const auto right = parameter({1, 3, 8, 8}, ov::element::f32, "right");
    const ov::ResultVector results = {result(std::make_shared<op::Add>(left, right), "sum")};
    const ov::Model stereo(results, ov::ParameterVector{left, right});
    expect_error(ErrorKind::unsupported, {"found 2", "left", "right"}, [&] { find_image_input(stereo); });
}

}  // namespace
}  // namespace vinoscope::test
