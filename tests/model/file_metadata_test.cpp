// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/file_metadata.hpp"

#include <gmock/gmock.h>

#include "model/image_input.hpp"
#include "model/model_preprocess.hpp"
#include "model/models.hpp"
#include "model/static_input.hpp"

namespace vinoscope::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Properties = std::vector<std::pair<std::string, std::string>>;

// As OpenVINO hands over the metadata of an ONNX file.
std::shared_ptr<ov::Model> model_with_properties(const Properties& properties) {
    const auto input = parameter({-1, 3, -1, -1});
    const auto result = model(std::make_shared<op::Relu>(input), input);
    for (const auto& [key, value] : properties)
        result->set_rt_info(value, "framework", key);
    return result;
}

Properties ultralytics(const std::string& task) {
    return {{"author", "Ultralytics"},
            {"imgsz", "[320, 480]"},
            {"names", "{0: 'person', 1: \"driver's seat\", 2: 'traffic: light'}"},
            {"stride", "32"},
            {"task", task}};
}

TEST(FileMetadata, OfUltralytics) {
    const auto metadata = file_metadata(*model_with_properties(ultralytics("detect")));
    EXPECT_THAT(metadata.labels, ElementsAre("person", "driver's seat", "traffic: light"));
    EXPECT_EQ(metadata.task, "detection");
    EXPECT_EQ(metadata.source, "Ultralytics");
    EXPECT_EQ(metadata.input_height, 320);
    EXPECT_EQ(metadata.input_width, 480);
    EXPECT_EQ(file_metadata(*model_with_properties(ultralytics("segment"))).task, "detection") << "instances";
    EXPECT_EQ(file_metadata(*model_with_properties(ultralytics("classify"))).task, "classification");
}

// Exporters that sort keys as text write class 10 in front of class 2.
TEST(FileMetadata, NamesClassesByTheirKeys) {
    const auto labels = [](const std::string& names) {
        return file_metadata(*model_with_properties({{"names", names}})).labels;
    };
    EXPECT_THAT(
        labels("{0: 'no', 1: 'n1', 10: 'n10', 2: 'n2', 3: 'n3', 4: 'n4', 5: 'n5', 6: 'n6', 7: 'n7', 8: 'n8', 9: 'n9'}"),
        ElementsAre("no", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10"));
    EXPECT_THAT(labels(R"({"1": "dog", "0": "cat: small"})"), ElementsAre("cat: small", "dog"));
    EXPECT_THAT(labels("['2', '10', '1']"), ElementsAre("2", "10", "1"));
    EXPECT_THAT(labels("{1: 'cat', 2: 'dog'}"), IsEmpty()) << "which class is 0?";
    EXPECT_THAT(labels("{0: 'cat', 2: 'dog'}"), IsEmpty());
    EXPECT_THAT(labels("{0: 'cat', 0: 'dog'}"), IsEmpty());
    EXPECT_THAT(labels("{'cat': 'dog'}"), IsEmpty());
    EXPECT_THAT(labels("{'cat': 0, 'dog': 1}"), IsEmpty());
    EXPECT_THAT(labels("{0: 'cat', 1"), ElementsAre("cat"));
}

TEST(FileMetadata, NamesOfClassesAreNoAlphabet) {
    const auto digits = file_metadata(
        *model_with_properties({{"names", "['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B']"}}));
    EXPECT_THAT(digits.labels, SizeIs(12));
    EXPECT_THAT(digits.alphabet, IsEmpty());
}

TEST(FileMetadata, TellsPreprocessingAndSize) {
    const auto detector = model_with_properties(ultralytics("detect"));
    std::vector<Decision> decisions;
    const auto input = fix_input_shape(*detector, find_image_input(*detector), {}, decisions);
    EXPECT_EQ(input.height, 320);
    EXPECT_EQ(input.width, 480);
    const auto resolved = resolve_preprocess(*detector, input, {});
    EXPECT_THAT(*resolved.preprocess.scale, ElementsAre(255, 255, 255));
    EXPECT_EQ(resolved.preprocess.resize, ResizeMode::letterbox);
    EXPECT_FALSE(resolved.warning);
    EXPECT_THAT(resolved.evidence, AllOf(Contains("scale 255 255 255 (model)"), Contains("resize letterbox (model)")));
    EXPECT_EQ(resolve_preprocess(*detector, input, {.resize = ResizeMode::squash}).preprocess.resize,
              ResizeMode::squash);
}

TEST(FileMetadata, YieldsToModelInfo) {
    const auto detector = model_with_properties(ultralytics("detect"));
    detector->set_rt_info(std::string("128"), "model_info", "scale_values");
    detector->set_rt_info(std::string("cat dog"), "model_info", "labels");
    const auto resolved = resolve_preprocess(*detector, find_image_input(*detector), {});
    EXPECT_THAT(*resolved.preprocess.scale, ElementsAre(128, 128, 128));
    EXPECT_THAT(model_labels(*detector), ElementsAre("cat", "dog"));
}

TEST(FileMetadata, TellsLabelsFromAlphabets) {
    const auto turned = file_metadata(*model_with_properties({{"character", "0\n90\n180\n270"}}));
    EXPECT_THAT(turned.labels, ElementsAre("0", "90", "180", "270"));
    EXPECT_TRUE(turned.alphabet.empty());
    std::string letters;
    for (char letter = 'a'; letter <= 'z'; ++letter)
        letters += std::string(1, letter) + "\n";
    const auto text = file_metadata(*model_with_properties({{"character", letters + "\xe4\xb8\x80\n,"}}));
    EXPECT_THAT(text.labels, IsEmpty());
    EXPECT_EQ(text.alphabet.size(), 28U);
}

TEST(FileMetadata, ReadsListsOfNames) {
    EXPECT_THAT(file_metadata(*model_with_properties({{"labels", R"(["a cat", "a \"dog\""])"}})).labels,
                ElementsAre("a cat", "a \"dog\""));
    EXPECT_THAT(file_metadata(*model_with_properties({{"class_names", "cat, dog"}})).labels, ElementsAre("cat", "dog"));
    EXPECT_THAT(file_metadata(*model_with_properties({{"classes", R"({"0": "cat", "1": "dog"})"}})).labels, SizeIs(2));
}

TEST(FileMetadata, TellsTheTaskOfModelApi) {
    const auto with_type = [](const std::string& type) {
        const auto input = parameter({1, 3, 8, 8});
        const auto result = model(std::make_shared<op::Relu>(input), input);
        result->set_rt_info(type, "model_info", "model_type");
        return file_metadata(*result).task;
    };
    EXPECT_EQ(with_type("YOLOv8"), "detection");
    EXPECT_EQ(with_type("ssd"), "detection");
    EXPECT_EQ(with_type("Classification"), "classification");
    EXPECT_EQ(with_type("Segmentation"), "segmentation");
    EXPECT_EQ(with_type("something new"), "");
}

TEST(FileMetadata, OfAFileThatSaysNothing) {
    const auto metadata = file_metadata(*model_with_properties({}));
    EXPECT_THAT(metadata.labels, IsEmpty());
    EXPECT_EQ(metadata.task, "");
    EXPECT_EQ(metadata.input_height, 0);
}

}  // namespace
}  // namespace vinoscope::test
