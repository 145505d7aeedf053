// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/doctor.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <openvino/core/graph_util.hpp>
#include <openvino/core/model.hpp>
#include <openvino/opsets/opset13.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const auto works = Field(&MethodFit::works, true);

TEST(Doctor, KnowsTheEmbeddedModel) {
    const auto diagnosis = diagnose(asset("models/efficientnet-lite0-fp16.xml"));
    EXPECT_EQ(diagnosis.model, "efficientnet-lite0-fp16.xml");
    EXPECT_EQ(diagnosis.format, "OpenVINO IR");
    EXPECT_EQ(diagnosis.precision, "f16");
    EXPECT_EQ(diagnosis.task, "classification");
    EXPECT_EQ(diagnosis.labels, 1000U);
    EXPECT_THAT(diagnosis.preprocess, Contains("mean 127 127 127 (model)"));
    // EfficientNet-Lite0 is published with 4.65 million weights; folding batch normalisation takes some away.
    EXPECT_GT(diagnosis.parameters, 4'500'000U);
    EXPECT_LT(diagnosis.parameters, 4'700'000U);
    EXPECT_THAT(diagnosis.methods, AllOf(SizeIs(list_methods().size()), Contains(works)));
    EXPECT_THAT(diagnosis.next, AllOf(HasSubstr("vinoscope explain"), HasSubstr(diagnosis.model)));
    EXPECT_THAT(diagnosis.next, Not(HasSubstr("--preset")));
    EXPECT_THAT(diagnosis.next, Not(HasSubstr("--labels")));
}

TEST(Doctor, DescribesAModelInMemoryLikeItsFile) {
    const auto file = data("models/shapes-cnn.xml");
    const std::shared_ptr<const ov::Model> model = read_model(file);
    const auto of_file = diagnose(file);
    const auto of_model = diagnose(model);
    EXPECT_EQ(of_model.model, model->get_friendly_name());
    EXPECT_EQ(of_model.format, "ov::Model");
    EXPECT_EQ(of_model.parameters, of_file.parameters);
    EXPECT_EQ(of_model.decoder, of_file.decoder);
    EXPECT_EQ(of_model.trust, of_file.trust);
    EXPECT_EQ(of_model.preprocess, of_file.preprocess);
    EXPECT_THAT(of_model.next, HasSubstr("vinoscope explain MODEL IMAGE"));
    const auto reason = [](const MethodFit& fit) { return fit.method + fit.reason; };
    EXPECT_TRUE(std::ranges::equal(of_model.methods, of_file.methods, {}, reason, reason));
    EXPECT_EQ(model->outputs().size(), read_model(file)->outputs().size());  // the model is not changed
    EXPECT_THROW(static_cast<void>(diagnose(std::shared_ptr<const ov::Model>())), Error);
}

TEST(Doctor, ListsPorts) {
    const auto diagnosis = diagnose(data("models/shapes-cnn-u8-nhwc.xml"));
    ASSERT_THAT(diagnosis.inputs, SizeIs(1));
    EXPECT_EQ(diagnosis.inputs[0].name, "input");
    EXPECT_EQ(diagnosis.inputs[0].type, "u8");
    EXPECT_EQ(diagnosis.inputs[0].shape, "[1,96,96,3]");
    EXPECT_EQ(diagnosis.inputs[0].role, "image, NHWC");
    ASSERT_THAT(diagnosis.outputs, SizeIs(1));
    EXPECT_EQ(diagnosis.outputs[0].role, "class scores");
    EXPECT_EQ(diagnose(data("models/shapes-cnn-sigmoid.xml")).outputs[0].role, "class scores (sigmoid)");
}

TEST(Doctor, ListsTheSpatialLayersTheExplainerTakes) {
    for (const auto* name : {"models/shapes-cnn.xml", "models/shapes-vit.xml", "models/shapes-cnn.onnx"}) {
        const auto layers = diagnose(data(name)).spatial_layers;
        EXPECT_THAT(layers, AllOf(Not(IsEmpty()), Each(Field(&SpatialLayerInfo::height, testing::Gt(1)))));
        EXPECT_LE(layers.size(), 10U);
        const auto taken = Explainer(data(name)).provenance().layer;
        for (const auto& layer : layers) {
            EXPECT_EQ(layer.chosen, layer.name == taken) << name << " " << layer.name;
        }
        EXPECT_THAT(layers, Contains(Field(&SpatialLayerInfo::chosen, true)));
    }
}

bool can_explain(const std::filesystem::path& model, const std::string& method) {
    ExplainerOptions options;
    options.method = method;
    try {
        const Explainer explainer(model, options);
        return true;
    } catch (const Error&) {
        return false;
    }
}

TEST(Doctor, AgreesWithTheExplainerOnWhatWorks) {
    for (const auto* name : {"models/shapes-cnn.onnx", "models/shapes-vit.xml"}) {
        for (const auto& fit : diagnose(data(name)).methods) {
            EXPECT_EQ(fit.works, can_explain(data(name), fit.method)) << name << " " << fit.method;
            EXPECT_FALSE(fit.reason.empty()) << name << " " << fit.method;
        }
    }
}

TEST(Doctor, SaysWhatTheNextCommandNeeds) {
    const auto diagnosis = diagnose(data("models/shapes-cnn.xml"));
    EXPECT_THAT(diagnosis.next, HasSubstr("--preset"));
    EXPECT_THAT(diagnosis.next, HasSubstr("--labels"));
    EXPECT_THAT(diagnose(data("models/shapes-cnn-u8-nhwc.xml")).next, Not(HasSubstr("--preset")));
}

TEST(Doctor, KnowsDetectorsAndSegmenters) {
    const auto detector = diagnose(data("models/shapes-ssd.xml"));
    EXPECT_EQ(detector.task, "detection");
    EXPECT_EQ(detector.decoder, "boxes-labels");
    EXPECT_THAT(detector.outputs, Each(Field(&PortInfo::role, "boxes-labels")));
    const auto segmenter = diagnose(data("models/shapes-unet.xml"));
    EXPECT_EQ(segmenter.task, "segmentation");
    EXPECT_EQ(segmenter.decoder, "class-map");
    for (const auto& diagnosis : {detector, segmenter}) {
        EXPECT_EQ(diagnosis.inputs[0].role, "image, NCHW");
        EXPECT_THAT(diagnosis.next, HasSubstr("explain"));
        for (const auto& fit : diagnosis.methods) {
            EXPECT_EQ(fit.works, can_explain(data("models") / diagnosis.model, fit.method))
                << diagnosis.model << " " << fit.method;
        }
    }
}

TEST(Doctor, SaysWhyNoMethodWorks) {
    const auto image = image_parameter({1, 3, 8, 8});
    const TemporaryFolder folder;
    const auto file = folder / "tokens.xml";
    ov::serialize(model_of(reshaped(image, {1, 24, 8}), image), file.string(), (folder / "tokens.bin").string());
    const auto diagnosis = diagnose(file);
    EXPECT_EQ(diagnosis.task, "unknown");
    EXPECT_EQ(diagnosis.decoder, "");
    EXPECT_THAT(diagnosis.methods, SizeIs(list_methods().size()));
    EXPECT_THAT(diagnosis.methods, Contains(AllOf(Not(works), Field(&MethodFit::reason, HasSubstr("postprocess")))));
}

TEST(Doctor, ReadsOtherFormatsAndQuotesPaths) {
    EXPECT_EQ(diagnose(data("models/tiny.tflite")).format, "TensorFlow Lite");
    EXPECT_EQ(diagnose(data("models/tiny-savedmodel/")).model, "tiny-savedmodel");
    const TemporaryFolder folder;
    const auto file = folder / "my model.onnx";
    std::filesystem::copy_file(data("models/shapes-cnn.onnx"), file);
    EXPECT_THAT(diagnose(file).next, HasSubstr("\"" + file.string() + "\""));
}

TEST(Doctor, TellsThePrecisionOfTheWeights) {
    EXPECT_EQ(diagnose(asset("models/efficientnet-lite0-int8.xml")).precision, "int8");
    EXPECT_EQ(diagnose(data("models/shapes-cnn.onnx")).precision, "f32");
}

std::shared_ptr<const ov::Model> rectifier_of(const ov::PartialShape& shape) {
    const auto input = std::make_shared<ov::opset13::Parameter>(ov::element::f32, shape);
    const auto scores = std::make_shared<ov::opset13::Relu>(input);
    return std::make_shared<ov::Model>(ov::OutputVector{scores}, ov::ParameterVector{input});
}

TEST(Doctor, DescribesAModelWithoutAPicture) {
    const auto diagnosis = diagnose(rectifier_of({1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(diagnosis.operations, 1U);
    EXPECT_EQ(diagnosis.precision, "none");
    EXPECT_EQ(diagnosis.inputs[0].role, "other");
    EXPECT_THAT(diagnosis.preprocess, ElementsAre(HasSubstr("image input")));
    EXPECT_THAT(diagnosis.methods, Each(AllOf(Not(works), Field(&MethodFit::reason, HasSubstr("image input")))));
}

TEST(Doctor, DescribesAVectorAsItIsInTheFile) {
    const auto diagnosis = diagnose(rectifier_of({1, 4}));
    EXPECT_EQ(diagnosis.operations, 1U);
    EXPECT_EQ(diagnosis.inputs[0].shape, "[1,4]");
    EXPECT_EQ(diagnosis.inputs[0].role, "tensor");
}

TEST(Doctor, RefusesABrokenFile) {
    EXPECT_THROW(static_cast<void>(diagnose(data("models/none.xml"))), Error);
}

}  // namespace
}  // namespace vinoscope::test
