// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <openvino/runtime/core.hpp>
#include <ostream>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/fitting_methods.hpp"
#include "support/pointing.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

std::filesystem::path shapes_cnn() {
    return test::data("models/shapes-cnn.xml");
}

// The input of the shapes models, made by hand.
ov::Tensor normalized(const Image& image) {
    std::vector<float> values;
    for (int channel = 0; channel < 3; ++channel)
        for (int i = 0; i < 96 * 96; ++i)
            values.push_back((static_cast<float>(image.data()[3 * i + channel]) - 128) / 64);
    return test::tensor_of({1, 3, 96, 96}, values);
}

struct Case {
    std::string file;
    std::string method;

    friend void PrintTo(const Case& one, std::ostream* out) { *out << one.file << ' ' << one.method; }
};

std::vector<Case> cases() {
    std::vector<Case> cases;
    for (const auto& method : test::methods_for_convolutions())
        cases.push_back({"shapes-cnn.xml", method});
    for (const auto* file : {"shapes-vit.xml", "shapes-vit-sdpa.xml"})
        for (const auto& method : test::methods_for_transformers())
            cases.push_back({file, method});
    return cases;
}

class InsertXaiFile : public testing::TestWithParam<Case> {};

// What insert_xai writes is what the Explainer computes.
TEST_P(InsertXaiFile, AgreesWithTheExplainerInPlainOpenVino) {
    const auto& [file, method] = GetParam();
    const test::TemporaryFolder folder;
    InsertOptions insert;
    insert.method = method;
    insert_xai(test::data("models/" + file), folder / "out.xml", insert);
    EXPECT_TRUE(std::filesystem::exists(folder / "out.bin"));
    ov::Core core;
    const auto plain = core.read_model((folder / "out.xml").string());
    EXPECT_TRUE(plain->outputs().back().get_names().contains("saliency_map"));
    const auto found = test::values_of(test::run(plain, {normalized(test::shapes_picture("100.png"))}).back());
    ExplainerOptions options;
    options.preprocess = test::shapes_preprocess();
    options.precision = Precision::f32;
    options.method = method;
    const Explainer explainer(test::data("models/" + file), options);
    ExplainOptions asked;
    asked.targets = find_method(method).per_target() ? top(1) : all_classes();
    std::vector<float> expected;
    for (const auto& map : explainer.explain(test::shapes_picture("100.png"), asked).maps)
        expected.insert(expected.end(), map.values.begin(), map.values.end());
    EXPECT_LT(test::relative_error(found, expected), 1e-5) << file << " " << method;
}

INSTANTIATE_TEST_SUITE_P(Methods, InsertXaiFile, testing::ValuesIn(cases()), [](const auto& test) {
    auto name = test.param.file + test.param.method;
    std::erase_if(name, [](unsigned char letter) { return std::isalnum(letter) == 0; });
    return name;
});

TEST(InsertXaiToAFile, WantsAnotherFileThatEndsInXml) {
    const test::TemporaryFolder folder;
    EXPECT_THAT(error_of([&] { return insert_xai(shapes_cnn(), folder / "out.onnx"); }),
                IsError(ErrorKind::usage, HasSubstr(".xml")));
    EXPECT_THAT(error_of([&] { return insert_xai(shapes_cnn(), shapes_cnn()); }),
                IsError(ErrorKind::usage, HasSubstr("overwrite the model itself")));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(InsertXaiToAFile, LeavesNothingBehindWhenItFails) {
    const test::TemporaryFolder folder;
    InsertOptions options;
    options.target_layer = "none";
    EXPECT_THAT(error_of([&] { return insert_xai(shapes_cnn(), folder / "out.xml", options); }),
                IsError(ErrorKind::bad_target, HasSubstr("\"none\"")));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace vinoscope
