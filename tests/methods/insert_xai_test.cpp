// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/fitting_methods.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;

std::shared_ptr<ov::Model> shapes(const std::string& name) {
    return read_model(test::data("models/" + name));
}

InsertOptions method(std::string_view name) {
    InsertOptions options;
    options.method = name;
    return options;
}

ov::Tensor input_for(const ov::Model& model, unsigned seed) {
    const auto input = model.input(0);
    auto values = test::random_values(ov::shape_size(input.get_shape()), seed);
    if (input.get_element_type() == ov::element::f32)
        return test::tensor_of(input.get_shape(), values);
    ov::Tensor tensor(input.get_element_type(), input.get_shape());
    std::ranges::transform(values, tensor.data<std::uint8_t>(), [](float value) {
        return static_cast<std::uint8_t>(127.5F * (value + 1));
    });
    return tensor;
}

class InsertedInto : public testing::TestWithParam<std::tuple<std::string, std::string>> {
protected:
    std::shared_ptr<ov::Model> m_model = shapes(std::get<0>(GetParam()));
    InsertOptions m_options = method(std::get<1>(GetParam()));
};

TEST_P(InsertedInto, LeavesTheOutputsAsTheyWere) {
    const auto input = input_for(*m_model, 5);
    const auto before = test::run(m_model, {input});
    const auto after = test::run(insert_xai(m_model, m_options), {input});
    ASSERT_EQ(after.size(), before.size() + 1);
    for (std::size_t i = 0; i < before.size(); ++i)
        EXPECT_LT(test::relative_error(test::values_of(after[i]), test::values_of(before[i])), 1e-5);
}

TEST_P(InsertedInto, AddsMapsOfSingleFloats) {
    const auto edited = insert_xai(m_model, m_options);
    const auto output = edited->output(saliency_map_output);
    EXPECT_EQ(output.get_index(), 0U);
    EXPECT_EQ(edited->outputs().back(), output);
    EXPECT_EQ(output.get_element_type(), ov::element::f32);
    const bool per_class = test::per_class(std::get<1>(GetParam()));
    EXPECT_EQ(output.get_shape(), per_class ? ov::Shape({1, 6, 12, 12}) : ov::Shape({1, 12, 12}));
}

TEST_P(InsertedInto, AddsMapsThatDiffer) {
    const auto maps = test::values_of(test::run(insert_xai(m_model, m_options), {input_for(*m_model, 5)}).back());
    constexpr std::size_t cells = 144;
    for (std::size_t first = 0; first < maps.size(); first += cells) {
        const auto [low, high] = std::ranges::minmax(std::span(maps).subspan(first, cells));
        EXPECT_GT(high - low, 1e-4F * std::max(std::abs(low), std::abs(high)));
    }
}

TEST_P(InsertedInto, ScalesEachMapToBytes) {
    const auto input = input_for(*m_model, 5);
    const auto raw = test::values_of(test::run(insert_xai(m_model, m_options), {input}).back());
    m_options.embed_scaling = true;
    const auto scaled = test::run(insert_xai(m_model, m_options), {input}).back();
    ASSERT_EQ(scaled.get_element_type(), ov::element::u8);
    ASSERT_EQ(scaled.get_size(), raw.size());
    constexpr std::size_t cells = 144;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto map = std::span(raw).subspan(i / cells * cells, cells);
        const auto [low, high] = std::ranges::minmax(map);
        // half a step of rounding, and the last digits of f32
        ASSERT_NEAR(scaled.data<std::uint8_t>()[i], 255.0 * (raw[i] - low) / (high - low), 0.51) << i;
    }
}

TEST_P(InsertedInto, LeavesTheGivenModelAsItIs) {
    const auto before = m_model->get_ordered_ops();
    insert_xai(m_model, m_options);
    EXPECT_EQ(m_model->get_ordered_ops(), before);
    EXPECT_EQ(m_model->outputs().size(), 1U);
    for (const auto& node : m_model->get_ops())
        EXPECT_NE(node->get_friendly_name(), saliency_map_output);
}

TEST_P(InsertedInto, IsRefusedTheSecondTime) {
    const auto once = insert_xai(m_model, m_options);
    EXPECT_THAT(error_of([&] { insert_xai(once, m_options); }),
                IsError(ErrorKind::unsupported, HasSubstr("already has an output \"saliency_map\"")));
}

std::string plain(std::string text) {
    std::erase_if(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
    return text;
}

const auto name_of = [](const auto& test) {
    return plain(std::get<0>(test.param)) + "_" + plain(std::get<1>(test.param));
};

INSTANTIATE_TEST_SUITE_P(Convolutions,
                         InsertedInto,
                         testing::Combine(testing::Values("shapes-cnn.xml",
                                                          "shapes-cnn-u8-nhwc.xml",
                                                          "shapes-cnn-sigmoid.xml",
                                                          "shapes-cnn-single-softmax.xml"),
                                          testing::ValuesIn(test::methods_for_convolutions())),
                         name_of);

INSTANTIATE_TEST_SUITE_P(Transformers,
                         InsertedInto,
                         testing::Combine(testing::Values("shapes-vit.xml", "shapes-vit-sdpa.xml"),
                                          testing::ValuesIn(test::methods_for_transformers())),
                         name_of);

TEST(InsertXai, KeepsNamesAndRuntimeInformation) {
    const auto model = shapes("shapes-cnn.xml");
    model->set_rt_info(std::string("circle square"), "model_info", "labels");
    model->input(0).get_tensor().add_names({"picture"});
    for (const auto& node : model->get_ops())
        if (node->get_friendly_name() == "/ReduceMean")
            node->get_rt_info()["note"] = std::string("kept");
    const auto edited = insert_xai(model);
    EXPECT_EQ(edited->get_rt_info<std::string>("model_info", "labels"), "circle square");
    EXPECT_EQ(edited->get_friendly_name(), model->get_friendly_name());
    ASSERT_EQ(edited->inputs().size(), 1U);
    EXPECT_EQ(edited->input(0).get_names(), model->input(0).get_names());
    EXPECT_EQ(edited->output(0).get_names(), model->output(0).get_names());
    EXPECT_EQ(edited->get_results()[0]->get_friendly_name(), model->get_results()[0]->get_friendly_name());
    std::vector<std::string> names;
    for (const auto& node : edited->get_ops()) {
        names.push_back(node->get_friendly_name());
        if (node->get_friendly_name() == "/ReduceMean") {
            EXPECT_EQ(node->get_rt_info().at("note").as<std::string>(), "kept");
        }
    }
    for (const auto& node : model->get_ops())
        EXPECT_THAT(names, Contains(node->get_friendly_name()));
}

TEST(InsertXai, TellsWhatItChose) {
    std::vector<std::string> decisions;
    insert_xai(shapes("shapes-cnn.xml"), {}, &decisions);
    EXPECT_THAT(decisions, Contains(AllOf(HasSubstr("/layer4/relu2/Relu"), HasSubstr("12x12"))));
    EXPECT_THAT(decisions, Contains(HasSubstr("ReciproCAM")));
}

TEST(InsertXai, MasksTokensOfTransformersByDefault) {
    std::vector<std::string> decisions;
    insert_xai(shapes("shapes-vit.xml"), {}, &decisions);
    EXPECT_THAT(decisions, Contains(HasSubstr("ViT-ReciproCAM")));
    EXPECT_THAT(decisions, Contains(HasSubstr("\"/blocks.2/Add_1\"")));
    EXPECT_THAT(error_of([] { insert_xai(shapes("shapes-cnn.xml"), method("vit-recipro-cam")); }),
                IsError(ErrorKind::unsupported, HasSubstr("recipro-cam")));
}

TEST(InsertXai, TakesTheGivenLayer) {
    InsertOptions options;
    options.target_layer = "/layer3/relu2/Relu";
    const auto model = shapes("shapes-cnn.xml");
    std::vector<std::string> decisions;
    EXPECT_EQ(insert_xai(model, options, &decisions)->output(saliency_map_output).get_shape(),
              ov::Shape({1, 6, 12, 12}));
    EXPECT_THAT(decisions, Contains(AllOf(HasSubstr("/layer3/relu2/Relu"), HasSubstr("given"))));
}

TEST(InsertXai, GivesEveryImageOfADynamicBatchItsOwnMap) {
    for (const auto& name : test::methods_for_convolutions()) {
        const auto model = read_model(test::data("models/shapes-cnn.onnx"));
        const auto edited = insert_xai(model, method(name));
        ASSERT_TRUE(edited->output(saliency_map_output).get_partial_shape()[0].is_dynamic());
        const auto images = test::random_tensor({3, 3, 96, 96}, 6);
        const auto together = test::values_of(test::run(edited, {images}).back());
        std::vector<float> apart;
        for (std::size_t i = 0; i < 3; ++i) {
            const ov::Tensor image(images, {i, 0, 0, 0}, {i + 1, 3, 96, 96});
            std::ranges::copy(test::values_of(test::run(edited, {image}).back()), std::back_inserter(apart));
        }
        EXPECT_LT(test::relative_error(together, apart), 1e-5) << name;
    }
}

TEST(InsertXai, RefusesAnInputOfOpenSize) {
    const auto model = read_model(test::data("models/shapes-cnn.onnx"));
    model->reshape(ov::PartialShape{1, 3, -1, -1});
    EXPECT_THAT(error_of([&] { insert_xai(model); }), IsError(ErrorKind::unsupported, HasSubstr("height or width")));
}

TEST(InsertXai, NamesWhatItDoesNotKnow) {
    const auto model = shapes("shapes-cnn.xml");
    EXPECT_THAT(error_of([&] { insert_xai(model, method("recipro-cat")); }),
                IsError(ErrorKind::usage, HasSubstr("did you mean recipro-cam")));
    InsertOptions options;
    options.target_layer = "/layer4/relu2/Rel";
    EXPECT_THAT(error_of([&] { insert_xai(model, options); }),
                IsError(ErrorKind::bad_target, HasSubstr("did you mean /layer4/relu2/Relu")));
    options = {};
    options.output = "logit";
    EXPECT_THAT(error_of([&] { insert_xai(model, options); }), IsError(ErrorKind::bad_target, HasSubstr("logits")));
    EXPECT_THAT(error_of([] { insert_xai(std::shared_ptr<const ov::Model>()); }),
                IsError(ErrorKind::bad_model, HasSubstr("null")));
}

TEST(InsertXai, RefusesAModelWithoutPlaces) {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto scores = test::fully_connected(test::reshaped(image, {1, 108}), 108, 4, 1);
    EXPECT_THAT(error_of([&] { insert_xai(test::model_of(scores, image)); }),
                IsError(ErrorKind::unsupported, HasSubstr("no layer with a height and a width")));
}

TEST(InsertXai, MakesAFlatMapZeroBytes) {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto dark = test::relu(test::add(image, test::number(-100)));
    const auto scores = test::fully_connected(test::mean_over(dark, {2, 3}), 3, 4, 1);
    InsertOptions options;
    options.embed_scaling = true;
    const auto maps =
        test::run(insert_xai(test::model_of(scores, image), options), {test::random_tensor({1, 3, 6, 6}, 1)});
    EXPECT_THAT(test::values_of(maps.back()), Each(0.0F));
}

// The layer itself may be an output of the model: it keeps its name, and the map has its own.
TEST(InsertXai, LeavesAnOutputOfTheFeatureMapAlone) {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto map = test::relu(image);
    const auto model = test::model_of(test::fully_connected(test::mean_over(map, {2, 3}), 3, 4, 1), image);
    model->add_output(map).get_tensor().set_names({"features"});
    const auto input = test::random_tensor({1, 3, 6, 6}, 1);
    const auto before = test::run(model, {input});
    for (const auto& name : test::methods_for_convolutions()) {
        const auto after = test::run(insert_xai(model, method(name)), {input});
        ASSERT_EQ(after.size(), 3U);
        EXPECT_EQ(test::values_of(after[1]), test::values_of(before[1])) << name;
    }
}

// ActivationMap of a map with one channel is that map: its output must stay what it was called.
TEST(InsertXai, KeepsTheNameOfATensorThatIsTheMap) {
    const auto image = test::image_parameter({1, 1, 4, 4});
    const auto map = test::named(test::relu(image), "map");
    const auto model = test::model_of(test::fully_connected(test::reshaped(map, {1, 16}), 16, 4, 1), image);
    InsertOptions options = method("activation-map");
    options.layout = TensorLayout::nchw;
    const auto edited = insert_xai(model, options);
    std::vector<std::string> names;
    for (const auto& node : edited->get_ops())
        names.push_back(node->get_friendly_name());
    EXPECT_THAT(names, Contains("map"));
}

}  // namespace
}  // namespace vinoscope
