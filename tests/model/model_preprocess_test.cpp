// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/model_preprocess.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <openvino/core/graph_util.hpp>
#include <openvino/core/preprocess/pre_post_process.hpp>

#include "model/expect_error.hpp"
#include "model/models.hpp"
#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/temporary_folder.hpp"

namespace vinoscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Values = std::vector<float>;

/// A float model of `[1,channels,8,8]`.
std::shared_ptr<ov::Model> bare_model(std::int64_t channels = 3, ov::element::Type type = ov::element::f32) {
    const auto input = parameter({1, channels, 8, 8}, type);
    const auto floats = std::make_shared<op::Convert>(input, ov::element::f32);
    return model(convolution(floats, static_cast<std::size_t>(channels), 2), input);
}

template <typename T>
std::shared_ptr<ov::Model> described_model(const std::string& key, const T& value) {
    auto described = bare_model();
    described->set_rt_info(value, "model_info", key);
    return described;
}

ResolvedPreprocess resolve(const std::shared_ptr<ov::Model>& model, const Preprocess& over = {}) {
    return resolve_preprocess(*model, find_image_input(*model, over.layout), over);
}

Preprocess resolved(const std::shared_ptr<ov::Model>& model, const Preprocess& over = {}) {
    return resolve(model, over).preprocess;
}

TEST(ModelPreprocess, WarnsWhenNothingTellsTheNormalisation) {
    EXPECT_TRUE(resolve(bare_model()).warning);
    EXPECT_FALSE(resolve(bare_model(), {.mean = Values{0}}).warning) << "said by the caller";
    EXPECT_FALSE(resolve(described_model("scale_values", std::string("255"))).warning) << "said by the model";
    EXPECT_FALSE(resolve(bare_model(3, ov::element::u8)).warning) << "bytes are what they are";
}

TEST(ModelPreprocess, DoesNotWarnAboutAModelThatNormalisesInside) {
    const auto input = parameter({1, 3, 8, 8});
    const auto mean = std::make_shared<op::Constant>(ov::element::f32, ov::Shape{1}, Values{127});
    const auto shifted = std::make_shared<op::Subtract>(input, mean);
    EXPECT_FALSE(resolve(model(convolution(shifted, 3, 2), input)).warning);
}

TEST(ModelPreprocess, IsCompleteWithoutAnyInformation) {
    const auto [preprocess, evidence, warning] = resolve(bare_model());
    EXPECT_EQ(preprocess.mean, (Values{0, 0, 0}));
    EXPECT_EQ(preprocess.scale, (Values{1, 1, 1}));
    EXPECT_EQ(preprocess.color, ColorOrder::rgb);
    EXPECT_EQ(preprocess.layout, TensorLayout::nchw);
    EXPECT_EQ(preprocess.resize, ResizeMode::squash);
    EXPECT_THAT(evidence,
                ElementsAre("mean 0 0 0 (default)",
                            "scale 1 1 1 (default)",
                            "color rgb (default)",
                            "layout nchw (graph)",
                            "resize squash (default)"));
}

TEST(ModelPreprocess, OfTheEmbeddedModel) {
    for (const auto* name : {"models/efficientnet-lite0-fp16.xml", "models/efficientnet-lite0-int8.xml"}) {
        const auto model = read_model(asset(name));
        EXPECT_THAT(resolve(model).evidence,
                    ElementsAre("mean 127 127 127 (model)",
                                "scale 128 128 128 (model)",
                                "color rgb (model)",
                                "layout nchw (graph)",
                                "resize squash (model)"));
        const auto labels = model_labels(*model);
        ASSERT_EQ(labels.size(), 1000U);
        EXPECT_EQ(labels[0], "tench");
        EXPECT_EQ(labels[285], "Egyptian_Mau");
    }
}

TEST(ModelPreprocess, ReadsListsHoweverTheyAreWritten) {
    const Values expected = {123.675F, 116.28F, 103.53F};
    for (const auto* text :
         {"123.675 116.28 103.53", "123.675,116.28,103.53", "[123.675, 116.28, 103.53]", " 123.675  116.28\t103.53 "}) {
        EXPECT_EQ(resolved(described_model("mean_values", std::string(text))).mean, expected) << text;
    }
    EXPECT_EQ(resolved(described_model("mean_values", expected)).mean, expected);
    EXPECT_EQ(resolved(described_model("mean_values", std::vector<double>{123.675, 116.28, 103.53})).mean, expected);
    EXPECT_EQ(resolved(described_model("scale_values", std::string("255"))).scale, (Values{255, 255, 255}));
    EXPECT_EQ(resolved(described_model("scale_values", 255.0)).scale, (Values{255, 255, 255}));
    EXPECT_EQ(resolved(described_model("scale_values", std::string(""))).scale, (Values{1, 1, 1}));
}

TEST(ModelPreprocess, ReversedChannelsMeanRgb) {
    for (const auto* text : {"YES", "True", "1", "true"}) {
        EXPECT_EQ(resolved(described_model("reverse_input_channels", std::string(text))).color, ColorOrder::rgb);
    }
    for (const auto* text : {"NO", "False", "0"}) {
        EXPECT_EQ(resolved(described_model("reverse_input_channels", std::string(text))).color, ColorOrder::bgr);
    }
    EXPECT_EQ(resolved(described_model("reverse_input_channels", true)).color, ColorOrder::rgb);
    EXPECT_EQ(resolved(described_model("reverse_input_channels", false)).color, ColorOrder::bgr);
}

TEST(ModelPreprocess, ReadsTheResizeType) {
    const std::vector<std::pair<std::string, ResizeMode>> modes = {{"standard", ResizeMode::squash},
                                                                   {"fit_to_window", ResizeMode::corner},
                                                                   {"fit_to_window_letterbox", ResizeMode::letterbox},
                                                                   {"crop", ResizeMode::crop}};
    for (const auto& [name, mode] : modes) {
        EXPECT_EQ(resolved(described_model("resize_type", name)).resize, mode) << name;
    }
}

TEST(ModelPreprocess, WarnsOfAScaleOnTopOfThatOfTheGraph) {
    const auto image = parameter({1, 3, 8, 8});
    const auto scaled = model(std::make_shared<op::Multiply>(image, constant({}, 1 / 255.0F)), image);
    EXPECT_EQ(resolve(scaled, {}).warning, std::nullopt);
    EXPECT_EQ(resolve(scaled, {.scale = Values{1}}).warning, std::nullopt);
    EXPECT_THAT(resolve(scaled, {.scale = Values{255}}).warning.value_or(""), HasSubstr("remove them"));
    EXPECT_EQ(resolve(described_model("scale_values", std::string("255")), {}).warning, std::nullopt);
}

// OpenVINO Model API: fit_to_window is in the upper left corner, and pad_value is 0 where it is missing.
// OpenVINO Model API pads with `pad_value`, zero where it is missing.
TEST(ModelPreprocess, ReadsThePadding) {
    const auto model = described_model("resize_type", std::string("fit_to_window"));
    EXPECT_EQ(resolved(model).pad, (Values{0, 0, 0}));
    EXPECT_EQ(resolve(model, {.pad = Values{7}}).preprocess.pad, (Values{7, 7, 7}));
    EXPECT_EQ(resolve(model, {.resize = ResizeMode::letterbox}).preprocess.pad, (Values{114, 114, 114}));
    model->set_rt_info(std::string("128"), "model_info", "pad_value");
    EXPECT_EQ(resolved(model).pad, (Values{128, 128, 128}));
    EXPECT_EQ(resolve(model, {.resize = ResizeMode::letterbox}).preprocess.pad, (Values{128, 128, 128}));
    EXPECT_THAT(resolve(model).evidence, Contains("pad 128 (model)"));
    model->set_rt_info(std::string("300"), "model_info", "pad_value");
    expect_error(ErrorKind::bad_model, {"0 to 255", "300"}, [&] { resolved(model); });
    EXPECT_FALSE(resolve(model, {.resize = ResizeMode::crop}).preprocess.pad->empty()) << "not read, so not refused";
}

TEST(ModelPreprocess, ChecksThePadding) {
    const Preprocess corner{.resize = ResizeMode::corner};
    EXPECT_EQ(resolve(bare_model(), corner).preprocess.pad, (Values{114, 114, 114}));
    EXPECT_EQ(resolve(bare_model(), merge(corner, {.pad = Values{1, 2, 3}})).preprocess.pad, (Values{1, 2, 3}));
    expect_error(
        ErrorKind::usage, {"0 to 255", "-1"}, [&] { resolve(bare_model(), merge(corner, {.pad = Values{-1}})); });
    expect_error(ErrorKind::usage, {"pad", "3", "2 values"}, [&] {
        resolve(bare_model(), merge(corner, {.pad = Values{1, 2}}));
    });
    EXPECT_THAT(resolve(bare_model(), {.pad = Values{0}}).warning.value_or(""),
                HasSubstr("pad has no effect with resize squash"));
}

TEST(ModelPreprocess, FlagsWinOverTheModel) {
    const auto model = described_model("mean_values", std::string("1 2 3"));
    model->set_rt_info(std::string("nonsense"), "model_info", "resize_type");
    const auto [preprocess, evidence, warning] =
        resolve(model, {Values{4}, std::nullopt, ColorOrder::bgr, std::nullopt, ResizeMode::crop});
    EXPECT_EQ(preprocess.mean, (Values{4, 4, 4}));
    EXPECT_EQ(preprocess.color, ColorOrder::bgr);
    EXPECT_EQ(preprocess.resize, ResizeMode::crop);
    EXPECT_THAT(evidence, Contains("mean 4 4 4 (flag)"));
    EXPECT_THAT(evidence, Contains("resize crop (flag)"));
}

TEST(ModelPreprocess, HasOneValueAChannel) {
    EXPECT_EQ(resolved(bare_model(1), {Values{7}, {}, {}, {}, {}}).mean, Values{7});
    const auto open = parameter({1, -1, 8, 8});
    EXPECT_EQ(resolved(model(convolution(open, 3, 2), open)).mean, (Values{0, 0, 0}));
}

TEST(ModelPreprocess, RefusesValuesThatMakeNoSense) {
    expect_error(ErrorKind::usage, {"mean", "2 values", "1 2", "expected 1 value, or 3"}, [] {
        resolve(bare_model(), {Values{1, 2}, {}, {}, {}, {}});
    });
    expect_error(ErrorKind::usage, {"mean", "0 values"}, [] { resolve(bare_model(), {Values{}, {}, {}, {}, {}}); });
    expect_error(ErrorKind::usage, {"scale", "zero"}, [] { resolve(bare_model(), {{}, Values{1, 0, 1}, {}, {}, {}}); });
    constexpr auto nan = std::numeric_limits<float>::quiet_NaN();
    expect_error(ErrorKind::usage, {"scale", "finite"}, [] { resolve(bare_model(), {{}, Values{nan}, {}, {}, {}}); });
}

TEST(ModelPreprocess, SaysWhatTheModelHoldsThatCannotBeRead) {
    const std::vector<std::pair<std::string, std::string>> unreadable = {{"mean_values", "1 two 3"},
                                                                         {"mean_values", "1.5x"},
                                                                         {"mean_values", "1 2"},
                                                                         {"scale_values", "0"},
                                                                         {"reverse_input_channels", "perhaps"},
                                                                         {"resize_type", "stretch"}};
    for (const auto& [key, value] : unreadable) {
        expect_error(ErrorKind::bad_model, {}, [&] { resolve(described_model(key, value)); });
    }
    expect_error(ErrorKind::bad_model, {"resize_type", "stretch", "letterbox"}, [] {
        resolve(described_model("resize_type", std::string("stretch")));
    });
}

TEST(ModelPreprocess, ModelInfoOfAnotherKindIsNoCatastrophe) {
    auto strange = bare_model();
    strange->set_rt_info(std::string("just text"), "model_info");
    EXPECT_EQ(resolved(strange).mean, (Values{0, 0, 0}));
    EXPECT_THAT(model_labels(*strange), IsEmpty());
}

TEST(ModelPreprocess, LeavesNormalisationToModelsThatEmbedIt) {
    const auto embedded = described_model("mean_values", std::string("127"));
    embedded->set_rt_info(std::string("YES"), "model_info", "reverse_input_channels");
    embedded->set_rt_info(true, "model_info", "embedded_processing");
    const auto [preprocess, evidence, warning] = resolve(embedded);
    EXPECT_EQ(preprocess.mean, (Values{0, 0, 0}));
    EXPECT_EQ(preprocess.color, ColorOrder::bgr);  // the graph itself turns BGR into RGB
    EXPECT_THAT(evidence, Contains("mean 0 0 0 (done by the model itself)"));
}

using Steps = std::function<ov::Output<ov::Node>(ov::Output<ov::Node>)>;

/// A float model of `[1,3,8,8]` that starts with `steps`.
std::shared_ptr<ov::Model> model_after(const Steps& steps) {
    const auto input = parameter({1, 3, 8, 8});
    return model(convolution(steps(input), 3, 2), input);
}

ov::Output<ov::Node> minus(const ov::Output<ov::Node>& value, const Values& mean) {
    const auto constant = op::Constant::create(ov::element::f32, {1, 3, 1, 1}, mean);
    return std::make_shared<op::Subtract>(value, constant);
}

ov::Output<ov::Node> reversed_by_gather(const ov::Output<ov::Node>& value) {
    return std::make_shared<op::Gather>(value, integers({2, 1, 0}), integers({1}));
}

ov::Output<ov::Node> reversed_by_split(const ov::Output<ov::Node>& value) {
    const auto parts = std::make_shared<op::Split>(value, op::Constant::create(ov::element::i64, {}, {1}), 3);
    return std::make_shared<op::Concat>(ov::OutputVector{parts->output(2), parts->output(1), parts->output(0)}, -3);
}

ov::Output<ov::Node> reversed_by_slice(const ov::Output<ov::Node>& value) {
    return std::make_shared<op::Slice>(value, integers({-1}), integers({-4}), integers({-1}), integers({1}));
}

ov::Output<ov::Node> reversed_by_strided_slice(const ov::Output<ov::Node>& value) {
    const std::vector<std::int64_t> all = {1, 1, 1, 1};
    return std::make_shared<op::StridedSlice>(
        value, integers({0, 0, 0, 0}), integers({0, 0, 0, 0}), integers({1, -1, 1, 1}), all, all);
}

const Values imagenet_rgb = {123.675F, 116.28F, 103.53F};
const Values imagenet_bgr = {103.939F, 116.779F, 123.68F};

TEST(ModelPreprocess, PassesBgrToAGraphThatReversesTheChannels) {
    for (const Steps& reversed :
         std::vector<Steps>{reversed_by_gather, reversed_by_split, reversed_by_slice, reversed_by_strided_slice}) {
        const auto [preprocess, evidence, warning] = resolve(model_after(reversed));
        EXPECT_EQ(preprocess.color, ColorOrder::bgr);
        EXPECT_THAT(evidence, Contains("color bgr (graph)"));
        EXPECT_THAT(warning.value_or(""), HasSubstr("--color rgb"));
        EXPECT_EQ(resolved(model_after([&](const auto& value) { return reversed(reversed(value)); })).color,
                  ColorOrder::rgb);
        EXPECT_EQ(resolved(model_after(reversed), {.color = ColorOrder::rgb}).color, ColorOrder::rgb);
    }
}

// Without the step that resizes, OpenVINO reverses the channels of the weights instead, which leaves no trace.
TEST(ModelPreprocess, PassesBgrToAGraphWithAPreprocessingStepFromBgrToRgb) {
    const auto plain = bare_model();
    ov::preprocess::PrePostProcessor steps(plain);
    auto& input = steps.input();
    input.tensor().set_layout("NHWC").set_color_format(ov::preprocess::ColorFormat::BGR).set_spatial_dynamic_shape();
    input.model().set_layout("NCHW");
    input.preprocess()
        .convert_color(ov::preprocess::ColorFormat::RGB)
        .resize(ov::preprocess::ResizeAlgorithm::RESIZE_LINEAR);
    EXPECT_EQ(resolved(steps.build()).color, ColorOrder::bgr);
}

// Keras subtracts the mean of Caffe after it has reversed the channels of RGB.
TEST(ModelPreprocess, KnowsTheColorsByTheOrderOfTheImageNetMean) {
    const auto color = [](const Values& mean, const Steps& before, const Steps& after) {
        const auto found = resolve(model_after([&](const auto& value) { return after(minus(before(value), mean)); }));
        EXPECT_THAT(found.evidence, Contains(testing::EndsWith("(graph)")));
        EXPECT_THAT(found.warning.value_or(""), Not(HasSubstr("reverses")));
        return found.preprocess.color;
    };
    const auto nothing = [](const auto& value) { return value; };
    EXPECT_EQ(color(imagenet_rgb, nothing, nothing), ColorOrder::rgb);
    EXPECT_EQ(color(imagenet_bgr, nothing, nothing), ColorOrder::bgr);
    EXPECT_EQ(color(imagenet_bgr, reversed_by_strided_slice, nothing), ColorOrder::rgb);
    EXPECT_EQ(color(imagenet_rgb, reversed_by_gather, nothing), ColorOrder::bgr);
    EXPECT_EQ(color(imagenet_rgb, nothing, reversed_by_gather), ColorOrder::rgb);
}

TEST(ModelPreprocess, TakesNoOtherMeanForAnOrderOfColors) {
    for (const Values& mean : {Values{127.5F, 127.5F, 127.5F}, Values{90, 100, 110}, Values{0, 0, 0}}) {
        const auto other = model_after([&](const auto& value) { return minus(value, mean); });
        EXPECT_THAT(resolve(other).evidence, Contains("color rgb (default)"));
    }
}

TEST(ModelPreprocess, WholeNumbersAreNeverNormalised) {
    const auto bytes = bare_model(3, ov::element::u8);
    EXPECT_EQ(resolved(bytes, {Values{0}, Values{1}, {}, {}, {}}).scale, (Values{1, 1, 1}));
    expect_error(ErrorKind::usage, {"mean", "0..255"}, [&] { resolve(bytes, {Values{127}, {}, {}, {}, {}}); });
    bytes->set_rt_info(std::string("127"), "model_info", "mean_values");
    EXPECT_EQ(resolved(bytes).mean, (Values{0, 0, 0}));
}

TEST(ModelPreprocess, SurvivesSavingAndReading) {
    const TemporaryFolder folder;
    const auto described = described_model("mean_values", Values{123.675F, 116.28F, 103.53F});
    described->set_rt_info(true, "model_info", "reverse_input_channels");
    described->set_rt_info(std::vector<std::string>{"cat", "dog"}, "model_info", "labels");
    ov::save_model(described, folder / "a.xml", false);
    const auto model = read_model(folder / "a.xml");
    EXPECT_THAT(resolve(model).evidence, Contains("mean 123.675 116.28 103.53 (model)"));
    EXPECT_THAT(resolve(model).evidence, Contains("color rgb (model)"));
    EXPECT_THAT(model_labels(*model), ElementsAre("cat", "dog"));
}

/// A protobuf field of wire type 2 (bytes), shorter than 128.
std::string protobuf_field(int number, const std::string& bytes) {
    return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(bytes.size())} + bytes;
}

TEST(ModelPreprocess, ReadsTheMetadataOfOnnx) {
    std::ifstream original(data("models/shapes-cnn.onnx"), std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(original), {});
    // ModelProto.metadata_props is field 14; fields of appended messages are merged.
    for (const auto& [key, value] : {std::pair<std::string, std::string>{"model_info mean_values", "1 2 3"},
                                     {"model_info labels", "a b c d e f"}}) {
        bytes += protobuf_field(14, protobuf_field(1, key) + protobuf_field(2, value));
    }
    const TemporaryFolder folder;
    std::ofstream(folder / "a.onnx", std::ios::binary) << bytes;
    const auto model = read_model(folder / "a.onnx");
    EXPECT_EQ(resolved(model).mean, (Values{1, 2, 3}));
    EXPECT_THAT(model_labels(*model), ElementsAre("a", "b", "c", "d", "e", "f"));
}

TEST(ModelLabels, AreEmptyOrSeparatedByBlanks) {
    EXPECT_THAT(model_labels(*bare_model()), IsEmpty());
    EXPECT_THAT(model_labels(*described_model("labels", std::string("Egyptian_Mau tabby  tiger_cat "))),
                ElementsAre("Egyptian_Mau", "tabby", "tiger_cat"));
    EXPECT_THAT(model_labels(*described_model("labels", std::vector<std::string>{"tabby cat", "dog"})),
                ElementsAre("tabby cat", "dog"));
}

}  // namespace
}  // namespace vinoscope::test
