// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/fitting_methods.hpp"
#include "support/network_input.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"

namespace vinoscope {
namespace {

using test::in_f32;
using test::network_input;
using test::shapes_preprocess;
using test::with_method;

std::vector<float> all_maps(const Explanation& explanation) {
    std::vector<float> values;
    for (const auto& map : explanation.maps)
        values.insert(values.end(), map.values.begin(), map.values.end());
    return values;
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
        const auto of_open = test::values_of(test::run(insert_xai(open, with_method(name)), {input}).back());
        const auto of_fixed = test::values_of(test::run(insert_xai(fixed, with_method(name)), {input}).back());
        EXPECT_LT(test::relative_error(of_open, of_fixed), 1e-5) << name;
    }
}

}  // namespace
}  // namespace vinoscope
