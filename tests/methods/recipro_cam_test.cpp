// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <span>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/cell_loop.hpp"
#include "support/fitting_methods.hpp"
#include "support/npy.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::shapes_preprocess;

test::NpyArray<float> reference(const std::string& name) {
    return test::read_npy<float>(test::data("reference/" + name + ".npy"));
}

// The picture as the references were made: squashed by OpenCV's bilinear rule, then (x - mean) / scale.
ov::Tensor network_input(const std::filesystem::path& file, int side, float mean, float scale) {
    const auto image = read_image(file);
    const cv::Mat source(image.height(), image.width(), CV_8UC3, const_cast<std::uint8_t*>(image.data()));
    cv::Mat squashed;
    cv::resize(source, squashed, {side, side}, 0, 0, cv::INTER_LINEAR);
    std::vector<float> values;
    for (int channel = 0; channel < 3; ++channel)
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                values.push_back((static_cast<float>(squashed.at<cv::Vec3b>(y, x)[channel]) - mean) / scale);
    const auto size = static_cast<std::size_t>(side);
    return test::tensor_of({1, 3, size, size}, values);
}

InsertOptions method(std::string_view name) {
    InsertOptions options;
    options.method = name;
    return options;
}

std::vector<float> part(const std::vector<float>& values, std::size_t index, std::size_t size) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(index * size);
    return {first, first + static_cast<std::ptrdiff_t>(size)};
}

class EfficientNetReference : public testing::Test {
protected:
    std::vector<ov::Tensor> outputs(std::string_view name) const {
        const auto model = read_model(test::asset("models/efficientnet-lite0-fp16.xml"));
        return test::run(insert_xai(model, method(name)), {m_chelsea});
    }

    ov::Tensor m_chelsea = network_input(test::asset("images/chelsea.png"), 224, 127, 128);
};

// The references come from FP32 weights, the model has FP16 weights: logits of about 10 differ by up to 0.04.
TEST_F(EfficientNetReference, HasTheSameScores) {
    const auto logits = test::values_of(outputs("recipro-cam").front());
    EXPECT_LT(test::relative_error(logits, reference("efficientnet-lite0_chelsea_logits").values), 5e-3);
}

TEST_F(EfficientNetReference, HasTheSameReciproCam) {
    const auto expected = reference("efficientnet-lite0_chelsea_recipro_cam_raw");
    ASSERT_EQ(expected.shape, (std::vector<std::size_t>{2, 7, 7}));
    const auto maps = test::values_of(outputs("recipro-cam").back());
    const std::vector<std::size_t> targets = {285, 281};
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto map = part(maps, targets[i], 49);
        const auto wanted = part(expected.values, i, 49);
        EXPECT_GT(test::correlation(map, wanted), 0.999) << targets[i];
        EXPECT_LT(test::relative_error(map, wanted), 1e-2) << targets[i];
    }
}

TEST_F(EfficientNetReference, HasTheSameReciproCamInBytes) {
    const auto expected =
        test::read_npy<std::uint8_t>(test::data("reference/efficientnet-lite0_chelsea_recipro_cam_u8.npy"));
    InsertOptions options;
    options.embed_scaling = true;
    const auto model = read_model(test::asset("models/efficientnet-lite0-fp16.xml"));
    const auto maps = test::values_of(test::run(insert_xai(model, options), {m_chelsea}).back());
    const std::vector<std::size_t> targets = {285, 281};
    for (std::size_t i = 0; i < 2 * 49; ++i)
        // 1e-2 of the range is 2.6 steps
        EXPECT_NEAR(maps[targets[i / 49] * 49 + i % 49], expected.values[i], 3) << i;
}

TEST_F(EfficientNetReference, HasTheSameActivationMap) {
    const auto map = test::values_of(outputs("activation-map").back());
    const auto expected = reference("efficientnet-lite0_chelsea_activation_map_raw").values;
    EXPECT_GT(test::correlation(map, expected), 0.999);
    EXPECT_LT(test::relative_error(map, expected), 1e-2);
}

// Quantisation moves logits and maps by some percent, but not where the maps are strong (measured: 0.998).
TEST_F(EfficientNetReference, LooksTheSameQuantized) {
    const auto model = read_model(test::asset("models/efficientnet-lite0-int8.xml"));
    const auto maps = test::values_of(test::run(insert_xai(model), {m_chelsea}).back());
    const auto expected = reference("efficientnet-lite0_chelsea_recipro_cam_raw").values;
    const std::vector<std::size_t> targets = {285, 281};
    for (std::size_t i = 0; i < targets.size(); ++i)
        EXPECT_GT(test::correlation(part(maps, targets[i], 49), part(expected, i, 49)), 0.99) << targets[i];
}

// The same weights in FP32: only rounding may differ.
TEST(ReciproCam, EqualsTheReferenceOfAllClasses) {
    const auto expected = reference("shapes-cnn_100_recipro_cam_raw");
    ASSERT_EQ(expected.shape, (std::vector<std::size_t>{6, 12, 12}));
    const auto model = read_model(test::data("models/shapes-cnn.xml"));
    const auto input = network_input(test::data("shapes/100.png"), 96, 128, 64);
    const auto maps = test::values_of(test::run(insert_xai(model), {input}).back());
    EXPECT_LT(test::relative_error(maps, expected.values), 1e-4);
}

struct Loop {
    std::string name;
    std::string method;
    std::string file;
    std::vector<std::string> layers;
    std::string scores;
    SpatialGrid grid;
    test::CellWeight weight = test::cell_alone;
};

void PrintTo(const Loop& loop, std::ostream* out) {
    *out << loop.file;
}

class ReciproCamOf : public testing::TestWithParam<Loop> {};

TEST_P(ReciproCamOf, EqualsALoopOverTheCells) {
    const auto& loop = GetParam();
    const auto model = read_model(test::data("models/" + loop.file));
    const auto input = network_input(test::data("shapes/100.png"), 96, 128, 64);
    const auto expected = test::cell_loop(*model, loop.layers, loop.scores, loop.grid, input, loop.weight);
    const auto maps = test::values_of(test::run(insert_xai(model, method(loop.method)), {input}).back());
    EXPECT_LT(test::relative_error(maps, expected), 1e-4);
}

const SpatialGrid patches = {12, 12, 1, 1, 1, 0};
const std::string entry = "/blocks.2/Add_1";
const std::string fused_entry = "__module.blocks.2/aten::add/Add_1";
const std::string fused_scores = "__module.head/aten::linear/Add";

INSTANTIATE_TEST_SUITE_P(
    Models,
    ReciproCamOf,
    testing::Values(
        Loop{"Cnn", "recipro-cam", "shapes-cnn.xml", {"/layer4/relu2/Relu"}, "logits", {12, 12, 2, 3, 0, 0}},
        // behind the last block only the class token is read: the last layer whose cells matter is before it
        Loop{"Transformer", "recipro-cam", "shapes-vit.xml", {entry}, "logits", patches},
        Loop{"FusedTransformer", "recipro-cam", "shapes-vit-sdpa.xml", {fused_entry}, fused_scores, patches},
        Loop{"TransformerBlurred",
             "vit-recipro-cam",
             "shapes-vit.xml",
             {entry, "/blocks.3/norm1/LayerNormalization"},
             "logits",
             patches,
             test::cell_blurred},
        Loop{"FusedTransformerBlurred",
             "vit-recipro-cam",
             "shapes-vit-sdpa.xml",
             {fused_entry, "__module.blocks.3.norm1/aten::layer_norm/Add"},
             fused_scores,
             patches,
             test::cell_blurred}),
    [](const auto& test) { return test.param.name; });

// Behind a global mean and a linear layer, S[k] = (w . A[k]) / hw + b, which is CAM (arXiv:1512.04150) up to scale.
TEST(ReciproCam, IsClassActivationMappingForALinearHead) {
    constexpr std::size_t channels = 6;
    constexpr std::size_t classes = 4;
    constexpr std::size_t cells = 15;
    const auto image = test::image_parameter({1, 3, 3, 5});
    const auto map = test::relu(test::convolution(image, test::random_floats({channels, 3, 1, 1}, 1)));
    const auto scores = test::fully_connected(test::mean_over(map, {2, 3}), channels, classes, 8);
    const auto model = test::model_of(scores, image);
    const auto input = test::random_tensor({1, 3, 3, 5}, 2);
    const auto features = test::run(map, *model, input);
    const auto weights = test::run(test::random_floats({classes, channels}, 8), *model, input);
    const auto bias = test::run(test::random_floats({classes}, 9), *model, input);
    InsertOptions options;
    options.layout = TensorLayout::nchw;
    const auto maps = test::values_of(test::run(insert_xai(model, options), {input}).back());
    std::vector<float> expected;
    for (std::size_t k = 0; k < classes; ++k)
        for (std::size_t cell = 0; cell < cells; ++cell) {
            float cam = 0;
            for (std::size_t c = 0; c < channels; ++c)
                cam += weights[k * channels + c] * features[c * cells + cell];
            expected.push_back(cam / cells + bias[k]);
        }
    EXPECT_LT(test::relative_error(maps, expected), 1e-5);
}

TEST(ActivationMap, IsTheMeanOverChannels) {
    const auto model = read_model(test::data("models/shapes-vit.xml"));
    const auto input = network_input(test::data("shapes/100.png"), 96, 128, 64);
    const auto map = test::values_of(test::run(insert_xai(model, method("activation-map")), {input}).back());
    for (const auto& node : model->get_ops())
        if (node->get_friendly_name() == "/norm/LayerNormalization") {
            const auto tokens = test::run(node->output(0), *model, input);
            std::vector<float> expected;
            for (std::size_t cell = 1; cell <= 144; ++cell) {  // 0 is the class token
                double sum = 0;
                for (std::size_t channel = 0; channel < 64; ++channel)
                    sum += tokens[cell * 64 + channel];
                expected.push_back(static_cast<float>(sum / 64));
            }
            EXPECT_LT(test::relative_error(map, expected), 1e-4);
        }
    EXPECT_EQ(map.size(), 144U);
}

std::vector<float> all_maps(const Explanation& explanation) {
    std::vector<float> values;
    for (const auto& map : explanation.maps)
        values.insert(values.end(), map.values.begin(), map.values.end());
    return values;
}

ExplainerOptions in_f32(std::string_view name, const Preprocess& preprocess = {}) {
    ExplainerOptions options;
    options.method = name;
    options.preprocess = preprocess;
    options.precision = "f32";
    return options;
}

// One network as its users deploy it: layout, type of the input, activation at the end, file format, batch.
TEST(Methods, GiveOneMapForAllVariantsOfAModel) {
    ExplainOptions all;
    all.targets = all_classes();
    const auto image = read_image(test::data("shapes/100.png"));
    const auto model = [](const std::string& file) { return test::data("models/" + file); };
    for (const auto& name : test::methods_for_convolutions()) {
        const auto wanted =
            all_maps(Explainer(model("shapes-cnn.xml"), in_f32(name, shapes_preprocess())).explain(image, all));
        for (const auto* file : {"shapes-cnn.onnx", "shapes-cnn-sigmoid.xml"}) {
            const Explainer variant(model(file), in_f32(name, shapes_preprocess()));
            EXPECT_LT(test::relative_error(all_maps(variant.explain(image, all)), wanted), 1e-4) << name << file;
        }
        const Explainer bytes(model("shapes-cnn-u8-nhwc.xml"), in_f32(name));
        EXPECT_LT(test::relative_error(all_maps(bytes.explain(image, all)), wanted), 1e-4) << name;
    }
}

TEST(Methods, SeeTheSameWithFixedAndOpenBatch) {
    const auto open = read_model(test::data("models/shapes-cnn.onnx"));
    const auto fixed = open->clone();
    fixed->reshape(ov::PartialShape{1, 3, 96, 96});
    const auto input = network_input(test::data("shapes/100.png"), 96, 128, 64);
    for (const auto& name : test::methods_for_convolutions()) {
        const auto of_open = test::values_of(test::run(insert_xai(open, method(name)), {input}).back());
        const auto of_fixed = test::values_of(test::run(insert_xai(fixed, method(name)), {input}).back());
        EXPECT_LT(test::relative_error(of_open, of_fixed), 1e-5) << name;
    }
}

// How many pictures have the middle of the strongest cell in the box of their shape, or at most `margin` pixels beside
// it.
std::size_t hits(const Explainer& explainer,
                 const std::filesystem::path& folder,
                 const std::vector<test::SingleShape>& shapes,
                 int margin) {
    std::size_t count = 0;
    for (const auto& shape : shapes) {
        ExplainOptions options;
        options.targets = {shape.label};
        const auto map = explainer.explain(read_image(folder / shape.file), options).maps.front();
        const auto strongest = std::ranges::max_element(map.values) - map.values.begin();
        const auto column = strongest % map.width;
        const auto row = strongest / map.width;
        const auto x = (static_cast<double>(column) + 0.5) * 96 / map.width;
        const auto y = (static_cast<double>(row) + 0.5) * 96 / map.height;
        const bool inside =
            shape.x1 - margin <= x && x < shape.x2 + margin && shape.y1 - margin <= y && y < shape.y2 + margin;
        count += inside ? 1 : 0;
    }
    return count;
}

constexpr int one_cell = 8;  // pixels: the grid is 12x12

TEST(ReciproCam, IsStrongestInTheAskedShape) {
    const auto folder = test::data("shapes");
    const auto shapes = test::single_shapes(folder);
    ASSERT_EQ(shapes.size(), 12U) << "two of each class";
    for (const auto* name : {"shapes-cnn.xml", "shapes-cnn-single-softmax.xml"}) {
        const Explainer explainer(test::data("models") / name, in_f32("recipro-cam", shapes_preprocess()));
        EXPECT_EQ(hits(explainer, folder, shapes, one_cell), shapes.size()) << name;
    }
}

TEST(ReciproCam, IsStrongestInTheAskedShapeOfAHundred) {
    const auto fixtures = test::fixtures();
    if (!fixtures)
        GTEST_SKIP() << "VINOSCOPE_FIXTURES names no folder with the other pictures";
    const auto folder = *fixtures / "shapes" / "images";
    const auto shapes = test::single_shapes(folder);
    ASSERT_EQ(shapes.size(), 100U);
    const Explainer explainer(test::data("models/shapes-cnn.xml"), in_f32("recipro-cam", shapes_preprocess()));
    EXPECT_EQ(hits(explainer, folder, shapes, one_cell), shapes.size());
    EXPECT_GE(hits(explainer, folder, shapes, 0), 95U);
}

}  // namespace
}  // namespace vinoscope
