// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <openvino/op/constant.hpp>
#include <openvino/runtime/core.hpp>

#include "ops/random_weights.hpp"
#include "support/assets.hpp"

namespace vinoscope {
namespace {

using ov::op::v0::Constant;

/// The constants of both models that differ, and whether each holds the same values in another order.
std::size_t shuffled_constants(const ov::Model& model, const ov::Model& other) {
    const auto nodes = model.get_ordered_ops();
    std::size_t count = 0;
    for (const auto& node : nodes) {
        const auto constant = ov::as_type_ptr<Constant>(node);
        if (!constant || !constant->get_element_type().is_real())
            continue;
        for (const auto& candidate : other.get_ordered_ops())
            if (candidate->get_friendly_name() == node->get_friendly_name()) {
                auto before = constant->cast_vector<float>();
                auto after = ov::as_type_ptr<Constant>(candidate)->cast_vector<float>();
                if (before == after)
                    continue;
                ++count;
                std::ranges::sort(before);
                std::ranges::sort(after);
                EXPECT_EQ(before, after) << node->get_friendly_name();
            }
    }
    return count;
}

TEST(ShuffleHead, ChangesTheLastWeightsAlone) {
    const auto model = ov::Core().read_model(test::data("models/shapes-cnn.xml"));
    const auto random = model->clone();
    EXPECT_TRUE(shuffle_head(*random, 1));
    EXPECT_EQ(shuffled_constants(*model, *random), 1U);
}

TEST(ShuffleHead, IsTheSameForTheSameSeed) {
    const auto model = ov::Core().read_model(test::data("models/shapes-cnn.xml"));
    const auto one = model->clone();
    const auto two = model->clone();
    const auto other = model->clone();
    shuffle_head(*one, 1);
    shuffle_head(*two, 1);
    shuffle_head(*other, 2);
    EXPECT_EQ(shuffled_constants(*one, *two), 0U);
    EXPECT_EQ(shuffled_constants(*one, *other), 1U);
}

}  // namespace
}  // namespace vinoscope
