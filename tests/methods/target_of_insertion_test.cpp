// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Methods that answer one target at a time: which one, in an exported model and in an explainer.
#include <gmock/gmock.h>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/network_input.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

InsertOptions hires_cam(const GradientTarget& target) {
    auto options = test::with_method("hires-cam");
    options.target = target;
    return options;
}

std::vector<float> map_of(const std::shared_ptr<ov::Model>& model,
                          const GradientTarget& target,
                          const ov::Tensor& input) {
    return test::values_of(test::run(insert_xai(model, hires_cam(target)), {input}).back());
}

ov::Tensor classes(const std::vector<std::int64_t>& values) {
    ov::Tensor tensor(ov::element::i64, {values.size()});
    std::ranges::copy(values, tensor.data<std::int64_t>());
    return tensor;
}

class TargetOfInsertion : public testing::Test {
protected:
    std::shared_ptr<ov::Model> m_model = read_model(test::data("models/shapes-cnn.onnx"));  // of open batch
    ov::Tensor m_picture = test::network_input(test::data("shapes/100.png"), 96, 128, 64);  // of 1 and 3
};

TEST_F(TargetOfInsertion, IsTheBestClassOfEachImage) {
    const auto other = test::network_input(test::data("shapes/125.png"), 96, 128, 64);
    ov::Tensor both(ov::element::f32, {2, 3, 96, 96});
    std::copy_n(m_picture.data<float>(), m_picture.get_size(), both.data<float>());
    std::copy_n(other.data<float>(), other.get_size(), both.data<float>() + m_picture.get_size());
    const auto outputs = test::run(insert_xai(m_model, hires_cam({})), {both});
    const auto scores = test::values_of(outputs.front());
    const auto maps = test::values_of(outputs.back());
    for (std::size_t i = 0; i < 2; ++i) {
        const auto best = std::max_element(scores.begin() + i * 6, scores.begin() + i * 6 + 6) - scores.begin() - i * 6;
        const std::vector<float> map(maps.begin() + i * 144, maps.begin() + i * 144 + 144);
        EXPECT_LT(test::relative_error(map, map_of(m_model, best, i == 0 ? m_picture : other)), 1e-5) << i;
    }
}

TEST_F(TargetOfInsertion, IsAnInputOfTheModel) {
    const auto model = insert_xai(m_model, hires_cam(GradientTarget::input()));
    ov::Tensor twice(ov::element::f32, {2, 3, 96, 96});
    for (std::size_t i = 0; i < 2; ++i)
        std::copy_n(m_picture.data<float>(), m_picture.get_size(), twice.data<float>() + i * m_picture.get_size());
    const auto maps = test::values_of(test::run(model, {twice, classes({3, 1})}).back());
    EXPECT_LT(test::relative_error(std::vector(maps.begin(), maps.begin() + 144), map_of(m_model, 3, m_picture)), 1e-5);
    EXPECT_LT(test::relative_error(std::vector(maps.begin() + 144, maps.end()), map_of(m_model, 1, m_picture)), 1e-5);
}

TEST_F(TargetOfInsertion, IsRefusedWhereItMakesNoSense) {
    EXPECT_THAT(error_of([&] { return insert_xai(m_model, hires_cam(6)); }),
                IsError(ErrorKind::bad_target, HasSubstr("expected a class in 0..5, found 6")));
    auto options = test::with_method("recipro-cam");
    options.target = 1;
    EXPECT_THAT(error_of([&] { return insert_xai(m_model, options); }),
                IsError(ErrorKind::usage, HasSubstr("a map for each class")));
    EXPECT_THAT(error_of([&] { return insert_xai(m_model, test::with_method("integrated-gradients")); }),
                IsError(ErrorKind::unsupported, HasSubstr("cannot be inserted")));
    options = test::with_method("saliency");
    options.target_layer = "/layer4/relu2/Relu";
    EXPECT_THAT(error_of([&] { return insert_xai(m_model, options); }),
                IsError(ErrorKind::usage, HasSubstr("at its input")));
}

class TargetOfExplanation : public TargetOfInsertion {
protected:
    Explanation explained(const TargetRequests& targets) const {
        ExplainOptions options;
        options.targets = targets;
        return m_explainer.explain(read_image(test::data("shapes/100.png")), options);
    }

    Explainer m_explainer = Explainer(m_model, test::in_f32("hires-cam", test::shapes_preprocess()));
};

TEST_F(TargetOfExplanation, IsAnsweredInTheAskedOrder) {
    const auto result = explained({std::int64_t{3}, std::int64_t{0}, std::int64_t{1}});
    ASSERT_EQ(result.maps.size(), 3U);
    EXPECT_EQ(result.provenance.inferences, 3U);
    EXPECT_EQ(result.provenance.layer, "/layer4/relu2/Relu");
    for (const auto& map : result.maps)
        EXPECT_LT(test::relative_error(map.values, map_of(m_model, *map.target, m_picture)), 1e-4) << *map.target;
    EXPECT_EQ(result.maps[0].target, 3);
    EXPECT_EQ(result.maps[1].target, 0);
    EXPECT_EQ(result.maps[2].target, 1);
}

TEST_F(TargetOfExplanation, TakesOneInferenceAlsoForTheBestClass) {
    for (const auto& targets : {top(1), TargetRequests{std::int64_t{2}}}) {
        const auto result = explained(targets);
        EXPECT_EQ(result.provenance.inferences, 1U);
        EXPECT_LT(test::relative_error(result.maps[0].values, map_of(m_model, *result.maps[0].target, m_picture)),
                  1e-4);
    }
    EXPECT_EQ(explained(top(2)).provenance.inferences, 2U);
    EXPECT_EQ(explained(all_classes()).maps.size(), 6U);
}

// HiResCAM is linear in the score.
TEST_F(TargetOfExplanation, MayBeTheDifferenceOfTwoClasses) {
    const auto contrast = explained({ContrastTarget{std::int64_t{1}, std::int64_t{3}}}).maps.at(0).values;
    const auto apart = explained({std::int64_t{1}, std::int64_t{3}}).maps;
    std::vector<float> wanted;
    for (std::size_t i = 0; i < contrast.size(); ++i)
        wanted.push_back(apart[0].values[i] - apart[1].values[i]);
    EXPECT_LT(test::relative_error(contrast, wanted), 1e-4);
}

TEST_F(TargetOfExplanation, OutsideOfTheClassesIsAnError) {
    EXPECT_THAT(error_of([&] { explained({std::int64_t{6}}); }), IsError(ErrorKind::bad_target, HasSubstr("6")));
}

}  // namespace
}  // namespace vinoscope
