// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Models that carry a map already, explained.
#include <gmock/gmock.h>

#include <openvino/core/model.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/decisions.hpp"
#include "support/fitting_methods.hpp"
#include "support/options.hpp"
#include "support/pointing.hpp"
#include "support/shapes.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/doctor.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::filesystem::path shapes_cnn() {
    return test::data("models/shapes-cnn.xml");
}

std::vector<float> map_by(const Explainer& explainer) {
    return explainer.explain(test::shapes_picture("100.png"), {.targets = {2}}).maps.at(0).values;
}

class InsertedModel : public testing::TestWithParam<std::string> {};

TEST_P(InsertedModel, IsExplainedByTheMethodThatWasInserted) {
    const test::TemporaryFolder folder;
    insert_xai(shapes_cnn(), folder / "inserted.xml", test::with_method(GetParam()));
    const Explainer found(folder / "inserted.xml", test::in_f32("auto", test::shapes_preprocess()));
    const Explainer expected(shapes_cnn(), test::in_f32(GetParam(), test::shapes_preprocess()));
    EXPECT_EQ(found.provenance().method, GetParam());
    EXPECT_EQ(map_by(found), map_by(expected));
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         InsertedModel,
                         testing::ValuesIn(test::methods_for_convolutions()),
                         [](const auto& test) {
                             auto name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(InsertedModels, KeepTheLayerThatWasNamed) {
    const auto model = read_model(shapes_cnn());
    InsertOptions insert;
    insert.method = "activation-map";
    insert.target_layer = diagnose(shapes_cnn()).spatial_layers.back().name;
    const Explainer found(insert_xai(model, insert), test::in_f32("auto", test::shapes_preprocess()));
    EXPECT_EQ(found.provenance().layer, insert.target_layer);
}

TEST(InsertedModels, AreExplainedByAnyOtherMethodAsTheirOriginals) {
    const auto model = read_model(shapes_cnn());
    const auto inserted = insert_xai(model, test::with_method("recipro-cam"));
    const auto options = test::in_f32("occlusion", test::shapes_preprocess());
    EXPECT_EQ(map_by(Explainer(inserted, options)), map_by(Explainer(model, options)));
    EXPECT_EQ(inserted->outputs().size(), 2U) << "the model of the caller was changed";
}

// As other tools write them: an output of that name, and no word of where it comes from.
TEST(InsertedModels, OfOtherToolsAreExplainedAutomatically) {
    const auto inserted = insert_xai(read_model(shapes_cnn()), {.embed_scaling = true});
    inserted->get_rt_info().erase(saliency_map_output);
    const Explainer explainer(inserted, test::in_f32("auto", test::shapes_preprocess()));
    EXPECT_EQ(explainer.provenance().method, "recipro-cam");
    EXPECT_THAT(test::lines_of(explainer.decisions()), Contains(HasSubstr("saliency_map")));
}

TEST(InsertedModels, NeedNoTargetInputWhenTheyAreExplained) {
    InsertOptions insert;
    insert.method = "grad-cam";
    insert.target = GradientTarget::input();
    const auto model = read_model(shapes_cnn());
    const auto inserted = insert_xai(model, insert);
    ASSERT_EQ(inserted->inputs().size(), 2U);
    const auto options = test::in_f32("auto", test::shapes_preprocess());
    EXPECT_EQ(map_by(Explainer(inserted, options)),
              map_by(Explainer(model, test::in_f32("grad-cam", test::shapes_preprocess()))));
}

TEST(InsertedModels, AreDiagnosedAsTheirOriginals) {
    const test::TemporaryFolder folder;
    insert_xai(shapes_cnn(), folder / "inserted.xml", test::with_method("activation-map"));
    const auto diagnosis = diagnose(folder / "inserted.xml");
    EXPECT_EQ(diagnosis.outputs.back().role, "saliency map, activation-map");
    const auto original = diagnose(shapes_cnn());
    ASSERT_EQ(diagnosis.methods.size(), original.methods.size());
    for (std::size_t i = 0; i < original.methods.size(); ++i)
        EXPECT_EQ(diagnosis.methods[i].works, original.methods[i].works) << original.methods[i].method;
}

}  // namespace
}  // namespace vinoscope
