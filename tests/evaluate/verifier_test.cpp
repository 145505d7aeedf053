// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/verifier.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/shapes.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/evaluator.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope {
namespace {

class VerifierOfShapes : public testing::Test {
protected:
    static ExplainerOptions options() {
        ExplainerOptions options;
        options.method = "recipro-cam";
        options.precision = Precision::f32;
        options.preprocess = test::shapes_preprocess();
        return options;
    }

    Verdict verify(const SaliencyMap& map, const Image& image, std::int64_t label) const {
        return m_verifier.verify(map, image, label, &m_explainer);
    }

    static double figure(const Verdict& verdict, const std::string& name) {
        for (const auto& [key, value] : verdict.figures)
            if (key == name)
                return value;
        ADD_FAILURE() << name << " is missing";
        return 0;
    }

    const std::filesystem::path m_model = test::data("models/shapes-cnn-single.xml");
    const Explainer m_explainer{m_model, options()};
    const Verifier m_verifier{m_model, options()};
    const std::vector<test::SingleShape> m_shapes = test::single_shapes(test::data("shapes"));
};

TEST_F(VerifierOfShapes, NeverTrustsAMapThatKnowsNothingOfTheModel) {
    for (const auto& shape : m_shapes) {
        const auto image = read_image(test::data("shapes") / shape.file);
        for (const auto& fake :
             {random_map(96, 96, 99), centred_gaussian(24, 24), sobel_map(image), laplace_map(image)})
            EXPECT_NE(verify(fake, image, shape.label).status, VerdictStatus::trusted) << shape.file;
    }
}

TEST_F(VerifierOfShapes, NeverTrustsTheOppositeOfAMap) {
    const auto& shape = m_shapes.front();
    const auto image = read_image(test::data("shapes") / shape.file);
    auto map = m_explainer.explain(image, {.targets = {shape.label}}).maps[0];
    for (auto& value : map.values)
        value = -value;
    const auto verdict = verify(map, image, shape.label);
    EXPECT_NE(verdict.status, VerdictStatus::trusted);
    EXPECT_LT(figure(verdict, "faithfulness"), 0);
}

TEST_F(VerifierOfShapes, RefutesTheMapOfTheRandomisedModelItComparesWith) {
    const auto& shape = m_shapes.front();
    const auto image = read_image(test::data("shapes") / shape.file);
    const Explainer random(with_random_weights(m_model, options().seed + 1), options());
    const auto verdict = verify(random.explain(image, {.targets = {shape.label}}).maps[0], image, shape.label);
    EXPECT_EQ(verdict.status, VerdictStatus::refuted);
    EXPECT_NEAR(figure(verdict, "randomised_model_correlation"), 1, 1e-6);
}

TEST_F(VerifierOfShapes, RefutesAFlatMapWithoutAnInference) {
    const auto image = read_image(test::data("shapes") / m_shapes.front().file);
    SaliencyMap flat;
    flat.height = 4;
    flat.width = 4;
    flat.values.assign(16, 1);
    const auto verdict = verify(flat, image, 0);
    EXPECT_EQ(verdict.status, VerdictStatus::refuted);
    EXPECT_EQ(verdict.inferences, 0U);
}

// The share of the variance that is no error: 1 - sum of squared errors / sum of squared deviations.
TEST_F(VerifierOfShapes, DoubtsAMapOfSamplingError) {
    const auto& shape = m_shapes.front();
    const auto image = read_image(test::data("shapes") / shape.file);
    auto map = m_explainer.explain(image, {.targets = {shape.label}}).maps[0];
    double mean = 0;
    for (const float value : map.values)
        mean += value / static_cast<double>(map.values.size());
    double variance = 0;
    for (const float value : map.values)
        variance += (value - mean) * (value - mean) / static_cast<double>(map.values.size());
    map.standard_error.assign(map.values.size(), static_cast<float>(std::sqrt(0.75 * variance)));
    const auto verdict = verify(map, image, shape.label);
    EXPECT_NEAR(figure(verdict, "reliability"), 0.25, 1e-3);
    EXPECT_NE(verdict.status, VerdictStatus::trusted);
}

TEST_F(VerifierOfShapes, WithoutAnExplainerMakesNoMaps) {
    const auto& shape = m_shapes.front();
    const auto image = read_image(test::data("shapes") / shape.file);
    const auto map = m_explainer.explain(image, {.targets = {shape.label}}).maps[0];
    const auto verdict = m_verifier.verify(map, image, shape.label);
    for (const auto& [name, value] : verdict.figures) {
        EXPECT_THAT(name, testing::Not(testing::HasSubstr("other_class")));
        EXPECT_NE(name, "stability");
    }
}

// The maps of noisy images are those of the method: what they have in common with a map from elsewhere is no stability.
TEST_F(VerifierOfShapes, SaysNothingOfTheStabilityOfAMapFromElsewhere) {
    const auto& shape = m_shapes.front();
    const auto image = read_image(test::data("shapes") / shape.file);
    const auto map = m_explainer.explain(image, {.targets = {shape.label}}).maps[0];
    EXPECT_GE(figure(verify(map, image, shape.label), "stability"), 0.5);
    SaliencyMap box = centred_gaussian(96, 96);
    for (int y = 0; y < 96; ++y)
        for (int x = 0; x < 96; ++x)
            box.values[static_cast<std::size_t>(y * 96 + x)] =
                x >= shape.x1 && x < shape.x2 && y >= shape.y1 && y < shape.y2 ? 1.0F : 0.0F;
    const auto verdict = verify(box, image, shape.label);
    for (const auto& [name, value] : verdict.figures)
        EXPECT_NE(name, "stability");
    EXPECT_THAT(verdict.reasons, testing::Contains(testing::HasSubstr("not the map that the method computes")));
}

// With noise of the whole range every prediction changes, which is no fault of the map of a class that was not
// predicted.
TEST_F(VerifierOfShapes, DoubtsAnUnstablePredictionForThePredictionAlone) {
    const Verifier noisy(m_model, options(), {.budget = 60, .noise = 1});
    const auto& shape = m_shapes.front();
    const auto image = read_image(test::data("shapes") / shape.file);
    const auto maps = m_explainer.explain(image, {.targets = top(2)}).maps;
    const auto unstable = testing::HasSubstr("prediction itself is not stable");
    EXPECT_THAT(noisy.verify(maps.at(0), image, *maps.at(0).target).reasons, testing::Contains(unstable));
    EXPECT_THAT(noisy.verify(maps.at(1), image, *maps.at(1).target).reasons, testing::Not(testing::Contains(unstable)));
}

TEST(Verifier, ChecksItsOptions) {
    const auto model = test::data("models/shapes-cnn-single.xml");
    const auto refused = [&](const VerifierOptions& options, const char* because) {
        EXPECT_THAT(test::error_of([&] { Verifier(model, {}, options); }),
                    test::IsError(ErrorKind::usage, testing::HasSubstr(because)));
    };
    refused({.budget = 19}, "19");
    refused({.confidence = 1}, "0.5..0.999");
    refused({.noise = -1}, "noise");
}

}  // namespace
}  // namespace vinoscope
