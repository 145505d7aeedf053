// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/target_layer.hpp"

#include <gmock/gmock.h>

#include <openvino/op/sigmoid.hpp>
#include <openvino/op/softmax.hpp>

#include "model/read_model.hpp"
#include "ops/operations.hpp"
#include "outputs/class_scores.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using test::Value;
using testing::HasSubstr;

class FoundLayers {
public:
    explicit FoundLayers(std::shared_ptr<ov::Model> model) : m_model(std::move(model)) {
        const auto input = find_image_input(*m_model);
        const auto output = m_model->output(find_score_output(*m_model).index);
        const auto scores = raw_scores(output.get_node()->input_value(0));
        const AxisTrace trace(*m_model, input);
        m_layers = layers_affecting_scores(*m_model, trace, spatial_layers(*m_model, trace, input, scores), scores);
    }

    SpatialLayer at(const std::string& name = "") const { return target_layer(*m_model, m_layers, name); }

private:
    std::shared_ptr<ov::Model> m_model;
    std::vector<SpatialLayer> m_layers;
};

struct KnownLayer {
    std::string file;
    std::string layer;
    std::int64_t height;
    std::int64_t width;
};

void PrintTo(const KnownLayer& known, std::ostream* out) {
    *out << known.file;
}

class TargetLayerOf : public testing::TestWithParam<KnownLayer> {};

TEST_P(TargetLayerOf, IsTheLastFeatureMap) {
    const FoundLayers layers(read_model(GetParam().file));
    const auto layer = layers.at();
    EXPECT_EQ(layer.name(), GetParam().layer);
    EXPECT_EQ(layer.grid.height, GetParam().height);
    EXPECT_EQ(layer.grid.width, GetParam().width);
}

std::string model(const std::string& name) {
    return test::data("models/" + name).string();
}

INSTANTIATE_TEST_SUITE_P(
    Models,
    TargetLayerOf,
    testing::Values(
        KnownLayer{model("shapes-cnn.xml"), "/layer4/relu2/Relu", 12, 12},
        KnownLayer{model("shapes-cnn.onnx"), "/layer4/relu2/Relu", 12, 12},
        KnownLayer{model("shapes-cnn-u8-nhwc.xml"), "/layer4/relu2/Relu", 12, 12},
        KnownLayer{model("shapes-cnn-sigmoid.xml"), "/m/layer4/relu2/Relu", 12, 12},
        KnownLayer{model("shapes-cnn-single.xml"), "/layer4/relu2/Relu", 12, 12},
        KnownLayer{model("shapes-cnn-single-softmax.xml"), "/m/layer4/relu2/Relu", 12, 12},
        // behind the last block only the class token is read: the map would be flat there
        KnownLayer{model("shapes-vit.xml"), "/blocks.2/Add_1", 12, 12},
        KnownLayer{model("shapes-vit-sdpa.xml"), "__module.blocks.2/aten::add/Add_1", 12, 12},
        KnownLayer{test::asset("models/efficientnet-lite0-fp16.xml").string(), "/_swish_1/Clip", 7, 7},
        // the same tensor behind its FakeQuantize
        KnownLayer{test::asset("models/efficientnet-lite0-int8.xml").string(), "/_swish_1/Clip/fq_output_0", 7, 7}));

class TargetLayer : public testing::Test {
protected:
    TargetLayer() {
        const auto image = test::image_parameter({1, 3, 10, 14});
        const auto stem = test::named(test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1), "stem");
        const auto inside = test::named(test::relu(stem), "inside");
        m_last = test::named(test::add(stem, inside), "last");
        const auto pooled = test::named(test::mean_over(m_last, {2, 3}), "pooled");
        m_model = test::model_of(test::named(test::fully_connected(pooled, 8, 4, 2), "connected"), image);
    }

    Value m_last;
    std::shared_ptr<ov::Model> m_model;
};

TEST_F(TargetLayer, CanBeAnyLayerThatAllScoresPassThrough) {
    const FoundLayers layers(m_model);
    EXPECT_EQ(layers.at().value, m_last);
    EXPECT_EQ(layers.at("last").value, m_last);
    EXPECT_EQ(layers.at("stem").name(), "stem");
    EXPECT_EQ(layers.at("stem").grid.cells(), 35);
}

TEST_F(TargetLayer, IsNotOneThatScoresByPass) {
    EXPECT_THAT(test::error_of([&] { FoundLayers(m_model).at("inside"); }),
                test::IsError(ErrorKind::unsupported, HasSubstr("\"inside\"")));
    EXPECT_THAT(test::error_of([&] { FoundLayers(m_model).at("inside"); }),
                test::IsError(ErrorKind::unsupported, HasSubstr("\"last\"")));
}

TEST_F(TargetLayer, IsNotOneWithoutPlaces) {
    EXPECT_THAT(test::error_of([&] { FoundLayers(m_model).at("pooled"); }),
                test::IsError(ErrorKind::unsupported, HasSubstr("no height and width")));
}

TEST_F(TargetLayer, SuggestsTheNearestName) {
    EXPECT_THAT(test::error_of([&] { FoundLayers(m_model).at("lost"); }),
                test::IsError(ErrorKind::bad_target, HasSubstr("did you mean last")));
}

TEST(TargetLayerOfBuilt, IsFoundWithChannelsLast) {
    const auto image = test::image_parameter({1, 10, 14, 3});
    const auto map =
        test::convolution(test::transposed(image, {0, 3, 1, 2}), test::random_floats({8, 3, 3, 3}, 1), 2, 1);
    const auto nhwc = test::named(test::transposed(map, {0, 2, 3, 1}), "channels last");
    const auto scores = test::fully_connected(test::mean_over(nhwc, {1, 2}), 8, 4, 2);
    const auto layer = FoundLayers(test::model_of(scores, image)).at();
    EXPECT_EQ(layer.name(), "channels last");
    EXPECT_EQ(layer.grid.height, 5);
    EXPECT_EQ(layer.grid.height_axis, 1);
    EXPECT_EQ(layer.grid.width, 7);
    EXPECT_EQ(layer.grid.width_axis, 2);
}

// Tokens that the scores never look at would get the same score everywhere.
TEST(TargetLayerOfBuilt, LiesWhereAllCellsStillMatter) {
    const auto image = test::image_parameter({1, 3, 10, 14});
    const auto map = test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1);
    const auto patches = test::transposed(test::reshaped(map, {1, 8, 35}), {0, 2, 1});
    const auto tokens = test::named(test::concat({test::random_floats({1, 1, 8}, 2), patches}, 1), "tokens");
    const auto mixed = test::named(test::self_attention(tokens, 36, 8, false, 1, 3), "mixed");
    const auto scores = test::fully_connected(test::gathered(test::named(test::tanh(mixed), "after"), 0, 1), 8, 4, 9);
    const auto layer = FoundLayers(test::model_of(scores, image)).at();
    EXPECT_EQ(layer.name(), "tokens");
    EXPECT_EQ(layer.grid.prefix, 1);
}

TEST(TargetLayerOfBuilt, NeedsMoreThanOneCell) {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto flat = test::reshaped(image, {1, 108});
    const auto scores = test::fully_connected(flat, 108, 4, 2);
    EXPECT_THAT(test::error_of([&] { FoundLayers(test::model_of(scores, image)).at(); }),
                test::IsError(ErrorKind::unsupported, HasSubstr("a layer with a height and a width")));
}

TEST(RawScores, AreThoseBeforeSoftmaxAndSigmoid) {
    const auto image = test::image_parameter({1, 4});
    const auto scores = test::add(image, test::number(1));
    EXPECT_EQ(raw_scores(std::make_shared<ov::op::v8::Softmax>(scores, -1)), scores);
    EXPECT_EQ(raw_scores(std::make_shared<ov::op::v0::Sigmoid>(scores)), scores);
    EXPECT_EQ(raw_scores(scores), scores);
}

TEST(CommonLayers, OfADetectorEndBeforeItsBranches) {
    const auto detector = read_model(test::data("models/shapes-ssd.xml"));
    const auto input = find_image_input(*detector);
    const auto layers = spatial_layers(*detector, AxisTrace(*detector, input), input);
    ASSERT_FALSE(layers.empty());
    EXPECT_EQ(layers.back().name(), "/layer4/relu2/Relu");
}

}  // namespace
}  // namespace vinoscope
