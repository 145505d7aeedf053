// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <openvino/op/clamp.hpp>
#include <openvino/op/maximum.hpp>
#include <openvino/op/minimum.hpp>
#include <openvino/op/relu.hpp>

#include "support/build_model.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "vinoscope/gradient.hpp"

namespace vinoscope {
namespace {

using Floats = std::vector<float>;
using testing::AllOf;
using testing::Contains;
using testing::Not;

constexpr std::size_t count = 40;

test::Value maximum_of(const test::Value& a, const test::Value& b) {
    return std::make_shared<ov::op::v1::Maximum>(a, b);
}

test::Value minimum_of(const test::Value& a, const test::Value& b) {
    return std::make_shared<ov::op::v1::Minimum>(a, b);
}

std::vector<std::string> types_of(const ov::Model& model) {
    std::vector<std::string> types;
    for (const auto& node : model.get_ops())
        types.emplace_back(node->get_type_name());
    return types;
}

// score = sum of w f(x) for f(x) = min(max(x, low), high), whatever it is written as.
struct Network {
    test::Value (*limited)(const test::Value&);
    float low;
    float high;
    std::vector<std::string> written;  // operations that there are afterwards

    Floats x() const {
        auto values = test::random_values(count, 2);
        std::ranges::transform(values, values.begin(), [](float value) { return 8 * value; });
        return values;
    }

    std::shared_ptr<ov::Model> model() const {
        const auto image = test::image_parameter({1, count});
        const auto products = test::multiply(limited(image), test::floats({1, count}, test::random_values(count, 1)));
        return test::model_of(test::sum_over(products, {1}, true), image);
    }

    float value(float x) const { return std::min(std::max(x, low), high); }
    float slope(float x) const { return x > low && x < high ? 1.0F : 0.0F; }
};

constexpr float far = 1e9F;

struct Form {
    const char* name;
    Network network;
};

const std::vector<Form> forms = {
    {"minimum_of_maximum",
     {[](const auto& x) { return minimum_of(maximum_of(x, test::number(-1)), test::number(4)); }, -1, 4, {"Clamp"}}},
    {"maximum_of_minimum",
     {[](const auto& x) { return maximum_of(minimum_of(x, test::number(4)), test::number(-1)); }, -1, 4, {"Clamp"}}},
    {"constants_first",
     {[](const auto& x) {
          return minimum_of(test::number(4), maximum_of(test::floats({1, 1}, {-1}), x));
      },
      -1,
      4,
      {"Clamp"}}},
    {"a_number_for_each_element",
     {[](const auto& x) {
          return minimum_of(maximum_of(x, test::floats({1, count}, Floats(count, 0))), test::number(6));
      },
      0,
      6,
      {"Clamp"}}},
    {"minimum_of_relu", {[](const auto& x) { return minimum_of(test::relu(x), test::number(6)); }, 0, 6, {"Clamp"}}},
    {"relu_of_minimum", {[](const auto& x) { return test::relu(minimum_of(x, test::number(6))); }, 0, 6, {"Clamp"}}},
    {"relu", {[](const auto& x) { return maximum_of(x, test::number(0)); }, 0, far, {"Relu"}}},
    {"one_limit", {[](const auto& x) { return maximum_of(x, test::number(2)); }, 2, far, {"Maximum"}}},
    {"crossed_limits",
     {[](const auto& x) { return minimum_of(maximum_of(x, test::number(4)), test::number(-1)); },
      4,
      -1,
      {"Maximum", "Minimum"}}},
};

class Rectifiers : public testing::TestWithParam<Form> {};

TEST_P(Rectifiers, KeepValuesAndGradients) {
    const auto& network = GetParam().network;
    const auto x = network.x();
    const auto weights = test::random_values(count, 1);
    Floats gradients;
    double score = 0;
    for (std::size_t i = 0; i < count; ++i) {
        score += static_cast<double>(weights[i]) * network.value(x[i]);
        gradients.push_back(weights[i] * network.slope(x[i]));
    }
    const auto model = gradient(network.model(), {.target = 0});
    const auto outputs = test::run(model, {test::tensor_of({1, count}, x)});
    EXPECT_NEAR(test::values_of(outputs[0])[0], score, 1e-4);
    EXPECT_EQ(test::values_of(outputs[2]), gradients);
}

TEST_P(Rectifiers, AreWrittenAsWhatTheyAre) {
    const auto& network = GetParam().network;
    const auto types = types_of(*gradient(network.model(), {.target = 0}));
    for (const auto* type : {"Clamp", "Relu", "Maximum", "Minimum"})
        EXPECT_EQ(std::ranges::count(types, type), std::ranges::count(network.written, type)) << type;
}

INSTANTIATE_TEST_SUITE_P(Forms, Rectifiers, testing::ValuesIn(forms), [](const auto& test) { return test.param.name; });

// score = sum of min(max(x, 0), 6), with names.
struct Named {
    std::shared_ptr<ov::op::v0::Parameter> image = test::image_parameter({1, count});
    test::Value lower = test::named(maximum_of(image, test::number(0)), "lower");
    test::Value upper = test::named(minimum_of(lower, test::number(6)), "upper");

    std::shared_ptr<ov::Model> model(const test::Value& summed) const {
        return test::model_of(test::sum_over(summed, {1}, true), image);
    }
};

TEST(RecognizedRectifiers, KeepTheirNames) {
    const Named named;
    named.upper.get_tensor().set_names({"tensor of upper"});
    const auto model = gradient(named.model(named.upper), {.target = 0});
    const auto nodes = model->get_ops();
    const auto clamp = std::ranges::find(nodes, "upper", [](const auto& node) { return node->get_friendly_name(); });
    ASSERT_NE(clamp, nodes.end());
    EXPECT_STREQ((*clamp)->get_type_name(), "Clamp");
    EXPECT_THAT((*clamp)->output(0).get_names(), Contains("tensor of upper"));
}

TEST(RecognizedRectifiers, LeaveWhatSomethingElseReads) {
    const Named named;
    const auto types = types_of(*gradient(named.model(test::add(named.lower, named.upper)), {.target = 0}));
    EXPECT_THAT(types, AllOf(Contains("Relu"), Contains("Minimum"), Not(Contains("Clamp"))));
}

TEST(RecognizedRectifiers, LeaveLayersThatAreAskedFor) {
    const Named named;
    for (const auto* layer : {"lower", "upper"}) {
        const auto model = gradient(named.model(named.upper), {.target = 0, .with_respect_to = {layer, "image"}});
        auto x = Floats(count, 3);
        x.front() = 7;  // beyond the upper limit
        const auto outputs = test::run(model, {test::tensor_of({1, count}, x)});
        const float at_first = layer == std::string("upper") ? 1 : 0;
        EXPECT_EQ(test::values_of(outputs[2]).front(), at_first) << layer;
        EXPECT_EQ(test::values_of(outputs[2]).back(), 1) << layer;
        EXPECT_EQ(test::values_of(outputs[3]).front(), 0) << layer;
    }
}

}  // namespace
}  // namespace vinoscope
