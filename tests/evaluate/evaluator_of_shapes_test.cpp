// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "support/assets.hpp"
#include "support/shapes.hpp"
#include "vinoscope/evaluator.hpp"

namespace vinoscope {
namespace {

using testing::ElementsAre;

class EvaluatorOfShapes : public testing::Test {
protected:
    static EvaluatorOptions options() {
        EvaluatorOptions options{.metrics = {.steps = 20, .subsets = 100}};
        options.model.precision = Precision::f32;
        options.model.preprocess = test::shapes_preprocess();
        options.model.labels = {"circle", "square", "triangle", "star", "cross", "ring"};
        return options;
    }

    const std::filesystem::path m_model = test::data("models/shapes-cnn-single.xml");
    const Evaluator m_evaluator{m_model, options()};
};

TEST_F(EvaluatorOfShapes, RanksAnExplanationAboveChanceAboveItsOpposite) {
    auto explaining = options().model;
    explaining.method = "recipro-cam";
    const Explainer explainer(m_model, explaining);
    for (const std::string metric : {"insertion-deletion", "mufidelity"}) {
        double of_method = 0;
        double of_chance = 0;
        double of_opposite = 0;
        for (const auto& shape : test::single_shapes(test::data("shapes"))) {
            const auto image = read_image(test::data("shapes") / shape.file);
            const auto map = explainer.explain(image, {.targets = {shape.label}}).maps[0];
            auto opposite = map;
            for (auto& value : opposite.values)
                value = -value;
            const auto judge = [&](const SaliencyMap& judged) {
                return *m_evaluator.evaluate({metric}, {judged, image, shape.label})[0].value;
            };
            of_method += judge(map);
            of_chance += judge(random_map(96, 96, 1));
            of_opposite += judge(opposite);
        }
        EXPECT_GT(of_method, of_chance + 1) << metric;  // sums over twelve pictures
        EXPECT_GT(of_chance, of_opposite + 1) << metric;
    }
}

// A map of the weights changes with them; one that looks at the picture only does not.
TEST_F(EvaluatorOfShapes, TellsMapsThatIgnoreTheWeights) {
    auto explaining = options().model;
    explaining.method = "recipro-cam";
    const Explainer explainer(m_model, explaining);
    const Explainer random(with_random_weights(m_model), explaining);
    const auto bell = centred_gaussian(12, 12);
    double of_method = 0;
    const auto shapes = test::single_shapes(test::data("shapes"));
    for (const auto& shape : shapes) {
        const auto image = read_image(test::data("shapes") / shape.file);
        const auto map = explainer.explain(image, {.targets = {shape.label}}).maps[0];
        const auto randomised = [&](const Image& same) {
            return random.explain(same, {.targets = {shape.label}}).maps[0];
        };
        const auto judge = [&](const SaliencyMap& judged, const ExplainImage& explain) {
            return *m_evaluator.evaluate({"randomisation"}, {judged, image, shape.label, nullptr, {}, explain})[0]
                        .value;
        };
        of_method += judge(map, randomised) / static_cast<double>(shapes.size());
        EXPECT_NEAR(judge(bell, [&](const Image&) { return bell; }), 1, 1e-6);
    }
    EXPECT_LT(of_method, 0.6);
}

TEST_F(EvaluatorOfShapes, FindsTargetsByName) {
    const auto image = read_image(test::data("shapes/000.png"));
    EXPECT_THAT(m_evaluator.targets(image), ElementsAre(4));
    EXPECT_THAT(m_evaluator.targets(image, {TargetRequest("ring"), TargetRequest(0)}), ElementsAre(5, 0));
    const auto map = random_map(8, 8, 1);
    EXPECT_EQ(m_evaluator.evaluate({"deletion"}, {map, image, "cross"})[0].value,
              m_evaluator.evaluate({"deletion"}, {map, image, 4})[0].value);
}

TEST_F(EvaluatorOfShapes, SaysTheSameInSeveralThreads) {
    const auto image = read_image(test::data("shapes/000.png"));
    const auto map = random_map(12, 12, 1);
    const auto judge = [&] { return *m_evaluator.evaluate({"insertion"}, {map, image, 4})[0].value; };
    const double alone = judge();
    std::array<double, 3> together = {};
    std::vector<std::thread> threads;
    for (auto& value : together)
        threads.emplace_back([&] { value = judge(); });
    for (auto& thread : threads)
        thread.join();
    EXPECT_THAT(together, testing::Each(alone));
}

}  // namespace
}  // namespace vinoscope
