// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Fully quantised models, as TensorFlow Lite makes them for small devices: whole numbers in, whole numbers out.
#include <gmock/gmock.h>

#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/divide.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/options.hpp"
#include "support/pointing.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "vinoscope/doctor.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

std::shared_ptr<ov::Model> shapes_cnn() {
    return read_model(test::data("models/shapes-cnn.xml"));
}

ov::Output<ov::Node> number(float value) {
    return ov::op::v0::Constant::create(ov::element::f32, {}, {value});
}

// The network takes (pixel - 128) / 64, which whole numbers of 8 bits hold exactly: its answers stay as they are.
void take_signed_bytes(ov::Model& model) {
    const auto real = model.get_parameters()[0];
    const auto bytes = std::make_shared<ov::op::v0::Parameter>(ov::element::i8, real->get_partial_shape());
    bytes->output(0).set_names({"bytes"});
    const auto values = std::make_shared<ov::op::v0::Convert>(bytes, ov::element::f32);
    real->output(0).replace(std::make_shared<ov::op::v1::Divide>(values, number(64)));
    model.replace_parameter(0, bytes);
    model.validate_nodes_and_infer_types();
}

// A whole number for each step of a sixth between the lowest and the highest logit that can be told.
void give_bytes(ov::Model& model, ov::element::Type type) {
    const auto result = model.get_results()[0];
    const auto lowest = type == ov::element::u8 ? 0.F : -128.F;
    const auto scaled = std::make_shared<ov::op::v0::FakeQuantize>(
        result->input_value(0), number(-20), number(22.5F), number(lowest), number(lowest + 255), 256);
    const auto bytes = std::make_shared<ov::op::v0::Convert>(scaled, type);
    result->input(0).replace_source_output(bytes);
    model.validate_nodes_and_infer_types();
}

class QuantizedPorts : public testing::TestWithParam<ov::element::Type> {
protected:
    QuantizedPorts() {
        take_signed_bytes(*m_quantized);
        give_bytes(*m_quantized, GetParam());
    }

    std::shared_ptr<ov::Model> m_quantized = shapes_cnn();
    Image m_image = test::shapes_picture("100.png");
};

TEST_P(QuantizedPorts, AreExplainedAsTheRealNumbersThatTheyStandFor) {
    for (const auto* method : {"auto", "grad-cam", "occlusion"}) {
        auto options = test::in_f32(method);
        options.black_box.baseline = "black";
        const auto found = Explainer(m_quantized, options).explain(m_image);
        options.preprocess = test::shapes_preprocess();
        const auto wanted = Explainer(shapes_cnn(), options).explain(m_image);
        EXPECT_EQ(found.predictions[0].index, wanted.predictions[0].index) << method;
        EXPECT_NEAR(found.predictions[0].score, wanted.predictions[0].score, 1e-5) << method;
        EXPECT_LT(test::relative_error(found.maps[0].values, wanted.maps[0].values), 1e-4) << method;
    }
}

TEST_P(QuantizedPorts, AreNamedAsTheModelNamesThem) {
    auto options = test::in_f32("recipro-cam");
    options.output = "logits";
    EXPECT_EQ(Explainer(m_quantized, options).explain(m_image).predictions.size(), 5U);
}

TEST_P(QuantizedPorts, StayAsTheyAreWhenAMapIsInserted) {
    const auto inserted = insert_xai(m_quantized);
    EXPECT_EQ(inserted->input(0).get_element_type(), ov::element::i8);
    EXPECT_EQ(inserted->output(0).get_element_type(), GetParam());
    EXPECT_EQ(inserted->output(0).get_any_name(), "logits");
    EXPECT_EQ(inserted->output(1).get_partial_shape(), ov::PartialShape({1, 6, 12, 12}));
}

INSTANTIATE_TEST_SUITE_P(Outputs, QuantizedPorts, testing::Values(ov::element::u8, ov::element::i8));

// What a callback of the caller gets is what the model gives.
TEST(QuantizedOutput, IsHandedToAPostprocessAsItIs) {
    const auto model = shapes_cnn();
    give_bytes(*model, ov::element::u8);
    float largest = 0;
    auto options = test::in_f32("occlusion", test::shapes_preprocess());
    options.black_box.window = 48;
    options.postprocess = [&](std::span<const OutputTensor> outputs) {
        Answer answer;
        answer.scores.assign(outputs[0].values.begin(), outputs[0].values.end());
        largest = std::max(largest, *std::ranges::max_element(answer.scores));
        return answer;
    };
    static_cast<void>(Explainer(model, options).explain(test::shapes_picture("100.png")));
    EXPECT_GT(largest, 100);
}

}  // namespace
}  // namespace vinoscope
