// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Cores, properties and pixels that belong to the caller.
#include <gmock/gmock.h>

#include <openvino/op/op.hpp>
#include <openvino/pass/serialize.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>

#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/random_values.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/doctor.hpp"
#include "vinoscope/evaluator.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;

/// An operation that OpenVINO does not have: twice its input.
class Twice : public ov::op::Op {
public:
    OPENVINO_OP("Twice", "callers_extension")

    Twice() = default;
    explicit Twice(const ov::Output<ov::Node>& value) : Op({value}) { constructor_validate_and_infer_types(); }

    void validate_and_infer_types() override {
        set_output_type(0, get_input_element_type(0), get_input_partial_shape(0));
    }

    std::shared_ptr<ov::Node> clone_with_new_inputs(const ov::OutputVector& inputs) const override {
        return std::make_shared<Twice>(inputs.at(0));
    }

    bool visit_attributes(ov::AttributeVisitor& /*visitor*/) override { return true; }
    bool has_evaluate() const override { return true; }

    bool evaluate(ov::TensorVector& outputs, const ov::TensorVector& inputs) const override {
        outputs.at(0).set_shape(inputs.at(0).get_shape());
        for (std::size_t i = 0; i < inputs.at(0).get_size(); ++i)
            outputs.at(0).data<float>()[i] = 2 * inputs.at(0).data<const float>()[i];
        return true;
    }
};

class ModelWithAnExtension : public testing::Test {
protected:
    ModelWithAnExtension() {
        const auto image = test::image_parameter({1, 3, 8, 8});
        const auto doubled = std::make_shared<Twice>(test::mean_over(image, {2, 3}))->output(0);
        const auto scores = test::fully_connected(doubled, 3, 4, 1);
        ov::pass::Serialize((m_folder / "model.xml").string(), (m_folder / "model.bin").string())
            .run_on_model(test::model_of(scores, image));
        m_options.method = "occlusion";
        m_options.score = ScoreConversion::raw;
    }

    std::filesystem::path file() const { return m_folder / "model.xml"; }

    test::TemporaryFolder m_folder;
    ExplainerOptions m_options;
};

TEST_F(ModelWithAnExtension, IsReadByTheCoreThatHasIt) {
    EXPECT_THAT(error_of([&] { return Explainer(file(), m_options); }), IsError(ErrorKind::bad_model, testing::_));

    m_options.core = std::make_shared<ov::Core>();
    m_options.core->add_extension<Twice>();
    const auto image = test::random_image(8, 8, 1);
    const auto explanation = Explainer(file(), m_options).explain(image);
    EXPECT_EQ(explanation.maps.at(0).status, MapStatus::ok);
    EXPECT_EQ(diagnose(file(), m_options).task, "classification");
    EXPECT_NEAR(Evaluator(file(), {.model = m_options}).score(image, explanation.predictions.at(0).index),
                explanation.predictions.at(0).score,
                1e-3);
}

TEST(PropertiesOfTheCaller, DoNotChangeTheMap) {
    const auto image = read_image(test::data("shapes/100.png"));
    ExplainerOptions options;
    options.precision = Precision::f32;
    const auto file = test::data("models/shapes-cnn.xml");
    const auto usual = Explainer(file, options).explain(image);
    options.properties = ov::AnyMap{ov::inference_num_threads(1)};
    EXPECT_EQ(Explainer(file, options).explain(image).maps.at(0).values, usual.maps.at(0).values);
}

TEST(PropertiesOfTheCaller, AreRefusedWhereAnOptionSetsThem) {
    const auto file = test::data("models/shapes-cnn.xml");
    ExplainerOptions options;
    options.properties = ov::AnyMap{ov::hint::inference_precision(ov::element::bf16)};
    EXPECT_THAT(error_of([&] { return Explainer(file, options); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("INFERENCE_PRECISION_HINT"), HasSubstr("`precision`"))));
    options.properties = ov::AnyMap{{"NO_SUCH_PROPERTY", 1}};
    EXPECT_THAT(error_of([&] { return Explainer(file, options); }),
                IsError(ErrorKind::device, HasSubstr("NO_SUCH_PROPERTY")));
}

TEST(PixelsOfTheCaller, HaveTheMapOfTheImage) {
    const auto image = read_image(test::data("shapes/100.png"));
    const ImageView view{.data = image.data(), .height = image.height(), .width = image.width()};
    const Explainer explainer(test::data("models/shapes-cnn.xml"));
    const auto explanation = explainer.explain(view);
    EXPECT_EQ(explanation.maps.at(0).values, explainer.explain(image).maps.at(0).values);
    const auto drawn = render(explanation.maps.at(0), view);
    const auto expected = render(explanation.maps.at(0), image);
    EXPECT_TRUE(std::equal(drawn.data(), drawn.data() + drawn.size(), expected.data()));
    EXPECT_THAT(error_of([&] { return explainer.explain(ImageView{}); }),
                IsError(ErrorKind::bad_image, HasSubstr("at least 1x1")));
}

TEST(Decisions, NameTheMethodTheLayerAndTheDecoder) {
    const Explainer explainer(test::data("models/shapes-cnn.xml"));
    const auto decision = [](DecisionKind kind, const std::string& value) {
        return Contains(AllOf(Field(&Decision::kind, kind), Field(&Decision::value, value)));
    };
    EXPECT_THAT(explainer.decisions(), decision(DecisionKind::method, "recipro-cam"));
    EXPECT_THAT(explainer.decisions(), decision(DecisionKind::target_layer, "/layer4/relu2/Relu"));
    EXPECT_THAT(explainer.decisions(), decision(DecisionKind::outputs, explainer.provenance().decoder));
}

}  // namespace
}  // namespace vinoscope
