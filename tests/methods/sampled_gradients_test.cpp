// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Methods that average gradients over many inputs, on a trained network.
#include <gmock/gmock.h>

#include <algorithm>

#include "methods/gradient/path_points.hpp"
#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/fitting_methods.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

std::vector<std::string> sampling_methods() {
    std::vector<std::string> names;
    for (const auto& method : list_methods())
        if (method.family == MethodFamily::gradient && !method.insertable)
            names.emplace_back(method.name);
    return names;
}

ExplainerOptions quick(const std::string& method) {
    auto options = test::in_f32(method, test::shapes_preprocess());
    options.attribution.samples = 6;
    options.attribution.steps = 6;
    return options;
}

Explanation explained(const ExplainerOptions& options,
                      const TargetRequests& targets,
                      const char* model = "shapes-cnn.xml") {
    ExplainOptions asked;
    asked.targets = targets;
    return Explainer(test::data("models") / model, options).explain(read_image(test::data("shapes/100.png")), asked);
}

TEST(PathPoints, IntegrateWhatTheyShould) {
    const auto integral = [](const char* rule, int steps, int power) {
        double sum = 0;
        for (const auto& point : path_points(rule, steps))
            sum += point.weight * std::pow(point.position, power);
        return sum;
    };
    for (int steps = 1; steps <= 100; ++steps)  // exact for polynomials up to degree 2 n - 1
        for (const int power : {0, steps, 2 * steps - 1})
            EXPECT_NEAR(integral("gauss-legendre", steps, power), 1.0 / (power + 1), 1e-13) << steps << " " << power;
    for (const int power : {0, 1, 99, 3999})  // many points take no longer than other rules
        EXPECT_NEAR(integral("gauss-legendre", 200'000, power), 1.0 / (power + 1), 1e-12) << power;
    for (const int power : {0, 1}) {
        EXPECT_NEAR(integral("trapezoid", 7, power), 1.0 / (power + 1), 1e-14);
        EXPECT_NEAR(integral("midpoint", 7, power), 1.0 / (power + 1), 1e-14);
    }
    EXPECT_THAT(error_of([] { path_points("simpson", 5); }), IsError(ErrorKind::usage, HasSubstr("gauss-legendre")));
    EXPECT_THAT(error_of([] { path_points("trapezoid", 1); }), IsError(ErrorKind::usage, HasSubstr("at least 2")));
    EXPECT_THAT(error_of([] { path_points("midpoint", 0); }), IsError(ErrorKind::usage, HasSubstr("at least 1")));
}

TEST(IntegratedGradients, AddUpToTheGainOfTheScore) {
    std::vector<double> gaps;
    for (const int steps : {5, 50, 200}) {
        auto options = quick("integrated-gradients");
        options.attribution.steps = steps;
        gaps.push_back(explained(options, {std::int64_t{1}}).maps[0].completeness_gap.value());
    }
    EXPECT_LT(gaps[1], 1e-2);
    EXPECT_LT(gaps[1], gaps[0]);
    EXPECT_LT(gaps[2], gaps[1]);
    for (const auto* baseline : {"black", "blur"}) {
        auto options = quick("integrated-gradients");
        options.black_box.baseline = baseline;
        options.attribution.steps = 300;
        EXPECT_LT(explained(options, {std::int64_t{1}}).maps[0].completeness_gap.value(), 1e-2) << baseline;
    }
}

// The share of a pixel does not depend on how its brightness is written down.
TEST(IntegratedGradients, AreTheSameForBytes) {
    auto options = quick("integrated-gradients");
    options.black_box.baseline = "black";
    const auto floats = explained(options, {std::int64_t{1}}).maps[0].values;
    options.preprocess = {};
    const auto bytes = explained(options, {std::int64_t{1}}, "shapes-cnn-u8-nhwc.xml").maps[0].values;
    EXPECT_LT(test::relative_error(bytes, floats), 1e-4);
}

// Noise is a share of the range of values, so that it is the same picture; the gradient is one of bytes.
TEST(SmoothGrad, IsTheSameForBytesButForItsUnit) {
    auto options = quick("smooth-grad");
    const auto floats = explained(options, {std::int64_t{1}}).maps[0].values;
    options.preprocess = {};
    auto bytes = explained(options, {std::int64_t{1}}, "shapes-cnn-u8-nhwc.xml").maps[0].values;
    for (auto& value : bytes)
        value *= 64;
    EXPECT_LT(test::relative_error(bytes, floats), 1e-3);
}

class SampledGradients : public testing::TestWithParam<std::string> {};

TEST_P(SampledGradients, AnswerSeveralTargetsInTheAskedOrder) {
    const auto options = quick(GetParam());
    const auto together = explained(options, {std::int64_t{3}, std::int64_t{1}});
    ASSERT_EQ(together.maps.size(), 2U);
    for (const auto& map : together.maps) {
        EXPECT_EQ(map.height, test::explains_at_input(GetParam()) ? 96 : 12);
        EXPECT_EQ(map.status, MapStatus::ok);
        EXPECT_EQ(map.values, explained(options, {*map.target}).maps[0].values) << *map.target;
    }
    EXPECT_EQ(together.maps[0].target, 3);
}

TEST_P(SampledGradients, DoNotDependOnTheBatch) {
    const auto model = read_model(test::data("models/shapes-cnn.onnx"));
    model->reshape(ov::PartialShape{4, 3, 96, 96});
    ExplainOptions options;
    options.targets = {std::int64_t{1}};
    const auto image = read_image(test::data("shapes/100.png"));
    const auto found = Explainer(model, quick(GetParam())).explain(image, options).maps[0].values;
    EXPECT_LT(test::relative_error(found, explained(quick(GetParam()), options.targets).maps[0].values), 1e-4);
}

TEST_P(SampledGradients, FollowTheSeedAlone) {
    auto options = quick(GetParam());
    const auto once = explained(options, top(1)).maps[0].values;
    EXPECT_EQ(explained(options, top(1)).maps[0].values, once);
    if (GetParam().ends_with("integrated-gradients"))
        return;  // draws nothing
    options.seed = 1;
    EXPECT_NE(explained(options, top(1)).maps[0].values, once);
}

TEST_P(SampledGradients, TellHowFarTheyAre) {
    const Explainer explainer(test::data("models/shapes-cnn.xml"), quick(GetParam()));
    ExplainOptions options;
    options.targets = top(2);
    std::vector<std::pair<std::size_t, std::size_t>> calls;
    options.progress = [&](std::size_t done, std::size_t count) { calls.emplace_back(done, count); };
    const auto image = read_image(test::data("shapes/100.png"));
    const auto result = explainer.explain(image, options);
    ASSERT_FALSE(calls.empty());
    EXPECT_TRUE(std::ranges::is_sorted(calls));
    EXPECT_EQ(calls.back().first, calls.back().second);
    EXPECT_EQ(result.provenance.inferences, calls.back().second + 1);  // and what the model says

    std::stop_source source;
    options.stop = source.get_token();
    options.progress = [&](std::size_t, std::size_t) { source.request_stop(); };
    EXPECT_THAT(error_of([&] { return explainer.explain(image, options); }),
                IsError(ErrorKind::cancelled, HasSubstr("stopped")));
}

INSTANTIATE_TEST_SUITE_P(Methods, SampledGradients, testing::ValuesIn(sampling_methods()), [](const auto& test) {
    auto name = test.param;
    std::erase(name, '-');
    return name;
});

}  // namespace
}  // namespace vinoscope
