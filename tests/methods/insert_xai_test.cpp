// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <openvino/op/greater.hpp>
#include <openvino/op/if.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/slice.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/decisions.hpp"
#include "support/error_matchers.hpp"
#include "support/fitting_methods.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using test::with_method;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;

std::shared_ptr<ov::Model> shapes(const std::string& name) {
    return read_model(test::data("models/" + name));
}

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
    // All but a multiplication by one, which returns its input unchanged.
    for (const auto& node : model->get_ops())
        if (node->get_friendly_name() != "Multiply_202" && node->get_friendly_name() != "Constant_199") {
            EXPECT_THAT(names, Contains(node->get_friendly_name()));
        }
}

TEST(InsertXai, TellsWhatItChose) {
    std::vector<Decision> decisions;
    static_cast<void>(insert_xai(shapes("shapes-cnn.xml"), {}, &decisions));
    EXPECT_THAT(test::lines_of(decisions), Contains(AllOf(HasSubstr("/layer4/relu2/Relu"), HasSubstr("12x12"))));
    EXPECT_THAT(test::lines_of(decisions), Contains(HasSubstr("ReciproCAM")));
}

TEST(InsertXai, MasksTokensOfTransformersByDefault) {
    std::vector<Decision> decisions;
    static_cast<void>(insert_xai(shapes("shapes-vit.xml"), {}, &decisions));
    EXPECT_THAT(test::lines_of(decisions), Contains(HasSubstr("ViT-ReciproCAM")));
    EXPECT_THAT(test::lines_of(decisions), Contains(HasSubstr("\"/blocks.2/Add_1\"")));
    EXPECT_THAT(error_of([] { return insert_xai(shapes("shapes-cnn.xml"), with_method("vit-recipro-cam")); }),
                IsError(ErrorKind::unsupported, HasSubstr("recipro-cam")));
}

TEST(InsertXai, TakesTheGivenLayer) {
    InsertOptions options;
    options.target_layer = "/layer3/relu2/Relu";
    const auto model = shapes("shapes-cnn.xml");
    std::vector<Decision> decisions;
    EXPECT_EQ(insert_xai(model, options, &decisions)->output(saliency_map_output).get_shape(),
              ov::Shape({1, 6, 12, 12}));
    EXPECT_THAT(test::lines_of(decisions), Contains(AllOf(HasSubstr("/layer3/relu2/Relu"), HasSubstr("given"))));
}

TEST(InsertXai, GivesEveryImageOfADynamicBatchItsOwnMap) {
    for (const auto& name : test::methods_for_convolutions()) {
        const auto model = read_model(test::data("models/shapes-cnn.onnx"));
        const auto edited = insert_xai(model, with_method(name));
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

TEST(InsertXai, TakesTheUsualSizeWhereTheInputIsOpen) {
    const auto model = read_model(test::data("models/shapes-cnn.onnx"));
    model->reshape(ov::PartialShape{1, 3, -1, -1});
    EXPECT_EQ(insert_xai(model)->input(0).get_partial_shape(), (ov::PartialShape{1, 3, 224, 224}));
}

TEST(InsertXai, FixesAnInputOfOpenSizeToTheGivenOne) {
    const auto model = read_model(test::data("models/shapes-cnn.onnx"));
    model->reshape(ov::PartialShape{-1, 3, -1, -1});
    InsertOptions options;
    options.input_height = 96;
    options.input_width = 160;
    const auto edited = insert_xai(model, options);
    EXPECT_EQ(edited->input().get_partial_shape(), ov::PartialShape({-1, 3, 96, 160}));
    EXPECT_EQ(edited->output(saliency_map_output).get_partial_shape(), ov::PartialShape({-1, 6, 12, 20}));
    EXPECT_TRUE(model->input().get_partial_shape()[2].is_dynamic());
    model->reshape(ov::PartialShape{-1, 3, 96, 96});
    EXPECT_THAT(error_of([&] { return insert_xai(model, options); }),
                IsError(ErrorKind::usage, HasSubstr("width 96, which the model fixes")));
}

// value, doubled where its mean is positive.
Value doubled_if_positive(const Value& value) {
    const auto is_positive =
        std::make_shared<ov::op::v1::Greater>(test::mean_over(value, {0, 1, 2, 3}), test::number(0));
    const auto chosen = std::make_shared<ov::op::v8::If>(is_positive);
    const auto body = [&](float factor) {
        const auto parameter = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, value.get_partial_shape());
        return std::make_shared<ov::Model>(ov::OutputVector{test::multiply(parameter, test::number(factor))},
                                           ov::ParameterVector{parameter});
    };
    const auto doubled = body(2);
    const auto kept = body(1);
    chosen->set_then_body(doubled);
    chosen->set_else_body(kept);
    chosen->set_input(value, doubled->get_parameters()[0], kept->get_parameters()[0]);
    return chosen->set_output(doubled->get_results()[0], kept->get_results()[0]);
}

// The largest values of every second column behind a choice.
std::shared_ptr<ov::Model> model_with_a_choice(const ov::Dimension& batch) {
    const auto image = test::image_parameter({batch, 3, 8, 10});
    const auto features = test::relu(test::convolution(image, test::random_floats({6, 3, 3, 3}, 3), 1, 1));
    const auto columns = std::make_shared<ov::op::v8::Slice>(doubled_if_positive(features),
                                                             test::integers({0}),
                                                             test::integers({10}),
                                                             test::integers({2}),
                                                             test::integers({3}));
    const Value most = std::make_shared<ov::op::v1::ReduceMax>(columns, test::integers({2, 3}), false);
    return test::model_of(test::fully_connected(most, 6, 4, 5), image);
}

// The CPU plug-in of OpenVINO 2026.4 reads uninitialised memory behind an If of dynamic shape.
TEST(InsertXai, FixesADynamicBatchInFrontOfAnIf) {
    std::vector<Decision> decisions;
    const auto edited = insert_xai(model_with_a_choice(-1), with_method("recipro-cam"), &decisions);
    EXPECT_THAT(test::lines_of(decisions), Contains(AllOf(HasSubstr("batch 1"), HasSubstr("If"))));
    const auto fixed = insert_xai(model_with_a_choice(1), with_method("recipro-cam"));
    for (unsigned seed = 0; seed < 5; ++seed) {
        const auto image = test::random_tensor({1, 3, 8, 10}, seed);
        EXPECT_LT(test::relative_error(test::values_of(test::run(edited, {image}).back()),
                                       test::values_of(test::run(fixed, {image}).back())),
                  1e-5);
    }
}

TEST(InsertXai, NamesWhatItDoesNotKnow) {
    const auto model = shapes("shapes-cnn.xml");
    EXPECT_THAT(error_of([&] { return insert_xai(model, with_method("recipro-cat")); }),
                IsError(ErrorKind::usage, HasSubstr("did you mean recipro-cam")));
    InsertOptions options;
    options.target_layer = "/layer4/relu2/Rel";
    EXPECT_THAT(error_of([&] { return insert_xai(model, options); }),
                IsError(ErrorKind::bad_target, HasSubstr("did you mean /layer4/relu2/Relu")));
    options = {};
    options.output = "logit";
    EXPECT_THAT(error_of([&] { return insert_xai(model, options); }),
                IsError(ErrorKind::bad_target, HasSubstr("logits")));
    EXPECT_THAT(error_of([] { return insert_xai(std::shared_ptr<const ov::Model>()); }),
                IsError(ErrorKind::bad_model, HasSubstr("null")));
}

TEST(InsertXai, RefusesAModelWithoutPlaces) {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto scores = test::fully_connected(test::reshaped(image, {1, 108}), 108, 4, 1);
    EXPECT_THAT(error_of([&] { return insert_xai(test::model_of(scores, image)); }),
                IsError(ErrorKind::unsupported, HasSubstr("a layer with a height and a width")));
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
        const auto after = test::run(insert_xai(model, with_method(name)), {input});
        ASSERT_EQ(after.size(), 3U);
        EXPECT_EQ(test::values_of(after[1]), test::values_of(before[1])) << name;
    }
}

// ActivationMap of a map with one channel is that map: its output must stay what it was called.
TEST(InsertXai, KeepsTheNameOfATensorThatIsTheMap) {
    const auto image = test::image_parameter({1, 1, 4, 4});
    const auto map = test::named(test::relu(image), "map");
    const auto model = test::model_of(test::fully_connected(test::reshaped(map, {1, 16}), 16, 4, 1), image);
    InsertOptions options = with_method("activation-map");
    options.layout = TensorLayout::nchw;
    const auto edited = insert_xai(model, options);
    std::vector<std::string> names;
    for (const auto& node : edited->get_ops())
        names.push_back(node->get_friendly_name());
    EXPECT_THAT(names, Contains("map"));
}

// In half precision the CPU plug-in would end the process; who compiles the model elsewhere has to know.
TEST(InsertXaiIntoAQuantizedModel, TellsThatGradientsNeedF32) {
    const auto model = read_model(test::asset("models/efficientnet-lite0-int8.xml"));
    std::vector<Decision> decisions;
    const auto edited = insert_xai(model, test::with_method("grad-cam"), &decisions);
    EXPECT_THAT(test::lines_of(decisions), Contains(HasSubstr("precision: f32")));
    EXPECT_EQ(edited->get_rt_info<std::string>("saliency_map", "precision"), "f32");
    decisions.clear();
    const auto without = insert_xai(model, test::with_method("recipro-cam"), &decisions);
    EXPECT_THAT(test::lines_of(decisions), testing::Not(Contains(HasSubstr("precision: f32"))));
    EXPECT_FALSE(without->has_rt_info("saliency_map", "precision"));
}

}  // namespace
}  // namespace vinoscope
