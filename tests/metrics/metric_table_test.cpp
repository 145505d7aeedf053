// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/metric_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "metrics/cases.hpp"
#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string name_of(const testing::TestParamInfo<Metric>& metric) {
    std::string name(metric.param.info.name);
    std::erase(name, '-');
    return name;
}

class EveryMetric : public testing::TestWithParam<Metric> {
protected:
    // Everything that any metric needs, for a map of 6 x 10 pixels and a linear model.
    static MetricInputs everything(const SaliencyMap& map) {
        auto inputs = test::inputs_of(map, test::linear_scorer(test::some_weights(60)));
        inputs.truth = &truth;
        inputs.explain_masked = [&map] { return map; };
        inputs.explain_noisy = [&map](std::size_t) { return map; };
        inputs.explain_randomised = [&map] { return map; };
        inputs.explain_other = [&map] { return map; };
        inputs.noise_of_input = [](std::size_t) { return 0.1; };
        inputs.noise_of_score = [](std::size_t) { return 0.1; };
        return inputs;
    }

    static MetricValue measured(SaliencyMap map) {
        map.completeness_gap = 0.1;
        MetricCase one(everything(map));
        return measure(GetParam(), one);
    }

    inline static const GroundTruth truth{.height = 6, .width = 10, .boxes = {{3, 1, 8, 4}}};
};

TEST_P(EveryMetric, SaysWhatItIs) {
    const auto& info = GetParam().info;
    EXPECT_THAT(to_string(info.needs), AnyOf("nothing", "annotation", "model", "explainer", "random model"));
    EXPECT_THAT(to_string(info.better), AnyOf("higher", "lower"));
    EXPECT_THAT(std::string(info.source), testing::StartsWith("arXiv:"));
    EXPECT_THAT(info.summary, Not(IsEmpty()));
    EXPECT_EQ(metric_info(info.name).title, info.title);
}

TEST_P(EveryMetric, HasAFiniteValueInItsRange) {
    const auto found = measured(test::map_of(6, 10, test::some_weights(60)));
    ASSERT_TRUE(found.value) << found.reason;
    EXPECT_LE(*found.value, 1);
    EXPECT_GE(*found.value, GetParam().info.range.starts_with("-1") ? -1 : 0);
}

TEST_P(EveryMetric, HasAReasonAndNoValueForAMapThatIsNotFinite) {
    auto map = test::map_of(6, 10, test::some_weights(60));
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        map.values[17] = bad;
        const auto found = measured(map);
        EXPECT_FALSE(found.value);
        EXPECT_THAT(found.reason, HasSubstr("1 of 60 values are NaN or infinite"));
    }
}

// Only the pointing game has an answer for a flat map: chance.
TEST_P(EveryMetric, HasAReasonAndNoValueForAFlatMap) {
    const auto found = measured(test::map_of(6, 10, std::vector<float>(60, 0)));
    if (GetParam().info.name == "pointing-game") {
        EXPECT_NEAR(*found.value, 15.0 / 60, 1e-9);
    } else {
        EXPECT_FALSE(found.value);
        EXPECT_THAT(found.reason, HasSubstr("all 60 values are 0"));
    }
}

TEST_P(EveryMetric, SaysWhatItMisses) {
    auto map = test::map_of(6, 10, test::some_weights(60));
    map.completeness_gap = 0.1;
    const auto canvas = image_canvas(6, 10);
    MetricCase alone({.map = map, .image = canvas.frame, .input = canvas});
    const auto found = measure(GetParam(), alone);
    EXPECT_EQ(found.value.has_value(), GetParam().info.needs == MetricNeeds::nothing);
    EXPECT_EQ(found.reason.empty(), found.value.has_value());
}

TEST_P(EveryMetric, KeepsItsValueWhenTheMapIsScaled) {
    const auto weights = test::some_weights(60);
    auto scaled = weights;
    for (auto& value : scaled)
        value *= 64;
    EXPECT_NEAR(*measured(test::map_of(6, 10, weights)).value, *measured(test::map_of(6, 10, scaled)).value, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Table, EveryMetric, testing::ValuesIn(metric_table()), name_of);

TEST(MetricTable, HasEachNameOnce) {
    std::set<std::string_view> names;
    for (const auto& info : list_metrics())
        names.insert(info.name);
    EXPECT_EQ(names.size(), metric_table().size());
}

TEST(MetricTable, NamesTheNearest) {
    EXPECT_THAT(test::error_of([] { find_metric("insertoin"); }),
                test::IsError(ErrorKind::usage, HasSubstr("did you mean insertion")));
}

TEST(ReferenceMaps, AreTheSameForTheSameSeed) {
    EXPECT_EQ(random_map(3, 5, 1).values, random_map(3, 5, 1).values);
    EXPECT_NE(random_map(3, 5, 1).values, random_map(3, 5, 2).values);
}

TEST(ReferenceMaps, AreHighestInTheMiddle) {
    const auto map = centred_gaussian(5, 9);
    EXPECT_EQ(std::max_element(map.values.begin(), map.values.end()) - map.values.begin(), 2 * 9 + 4);
    EXPECT_FLOAT_EQ(map.values[22], 1);
    // The edge of the middle row is 4/9 of the width away: exp(-(4 / 9 / 0.27)^2 / 2).
    EXPECT_NEAR(map.values[18], std::exp(-0.5 * std::pow(4 / 9.0 / 0.27, 2)), 1e-6);
    EXPECT_THAT(test::error_of([] { return centred_gaussian(0, 4); }),
                test::IsError(ErrorKind::usage, HasSubstr("at least one")));
}

}  // namespace
}  // namespace vinoscope
