// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/random_weights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <openvino/op/constant.hpp>
#include <openvino/op/fake_quantize.hpp>

#include "support/build_model.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using testing::UnorderedElementsAreArray;

std::shared_ptr<ov::Model> small_model() {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto weights = test::named(test::random_floats({4, 3, 3, 3}, 1, ov::element::f16), "weights");
    const auto low = test::named(test::floats({1, 4, 1, 1}, {-1, -2, -3, -4}), "low");
    const auto high = test::named(test::floats({1, 4, 1, 1}, {1, 2, 3, 4}), "high");
    const auto layer = test::convolution(image, weights);
    const auto quantised = std::make_shared<ov::op::v0::FakeQuantize>(layer, low, high, low, high, 256);
    const auto scores = test::reshaped(test::mean_over(quantised, {2, 3}), {1, 4});
    return test::model_of(test::add(scores, test::floats({1, 4}, {10, 20, 30, 40})), image);
}

std::vector<float> constant(const ov::Model& model, const ov::Shape& shape, std::size_t which = 0) {
    for (const auto& node : model.get_ordered_ops()) {
        const auto found = ov::as_type_ptr<ov::op::v0::Constant>(node);
        if (found && found->get_shape() == shape && found->get_element_type().is_real() && which-- == 0)
            return found->cast_vector<float>();
    }
    return {};
}

TEST(ShuffleWeights, KeepsTheValuesButNotTheirPlaces) {
    const auto before = small_model();
    const auto after = before->clone();
    shuffle_weights(*after, 0);
    for (const ov::Shape& shape : {ov::Shape{4, 3, 3, 3}, ov::Shape{1, 4}}) {
        const auto values = constant(*before, shape);
        ASSERT_FALSE(values.empty());
        EXPECT_THAT(constant(*after, shape), UnorderedElementsAreArray(values));
    }
    EXPECT_NE(constant(*after, {4, 3, 3, 3}), constant(*before, {4, 3, 3, 3}));
}

TEST(ShuffleWeights, LeavesRangesOfQuantisationInOrder) {
    const auto model = small_model();
    const auto low = constant(*model, {1, 4, 1, 1}, 0);
    const auto high = constant(*model, {1, 4, 1, 1}, 1);
    ASSERT_EQ(high.size(), 4);
    shuffle_weights(*model, 0);
    EXPECT_EQ(constant(*model, {1, 4, 1, 1}, 0), low);
    EXPECT_EQ(constant(*model, {1, 4, 1, 1}, 1), high);
}

TEST(ShuffleWeights, ChangesTheAnswerAndDependsOnTheSeedAlone) {
    const auto input = test::random_tensor({1, 3, 6, 6}, 2);
    const auto scores = [&](std::uint64_t seed) {
        const auto model = small_model();
        shuffle_weights(*model, seed);
        return test::values_of(test::run(model, {input})[0]);
    };
    EXPECT_EQ(scores(0), scores(0));
    EXPECT_NE(scores(0), scores(1));
    EXPECT_NE(scores(0), test::values_of(test::run(small_model(), {input})[0]));
}

}  // namespace
}  // namespace vinoscope
