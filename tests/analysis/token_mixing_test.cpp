// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/token_mixing.hpp"

#include <gtest/gtest.h>

#include <openvino/op/mvn.hpp>

#include "support/build_model.hpp"

namespace vinoscope {
namespace {

using test::named;
using test::Value;

// [1,3,10,14] -> [1,1+35,8]
Value embedded(const Value& image) {
    const auto map = test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1);
    const auto patches = test::transposed(test::reshaped(map, {1, 8, 35}), {0, 2, 1});
    return test::concat({test::random_floats({1, 1, 8}, 2), patches}, 1);
}

// A norm as its parts: moments, then a scale and a shift of each channel.
Value normalized(const Value& tokens, unsigned seed) {
    const auto moments =
        std::make_shared<ov::op::v6::MVN>(tokens, test::integers({2}), true, 1e-6F, ov::op::MVNEpsMode::INSIDE_SQRT);
    return test::add(test::multiply(moments, test::random_floats({8}, seed)), test::random_floats({8}, seed + 1));
}

// A block that norms first, with its residual around the norm.
Value block(const Value& tokens, const std::string& name, unsigned seed) {
    const auto norm = named(normalized(tokens, seed), name + "/norm");
    const auto attended = test::self_attention(norm, 36, 8, false, 1, seed + 10);
    const auto mixed = named(test::add(tokens, attended), name + "/mixed");
    const auto perceptron = test::tanh(test::fully_connected(normalized(mixed, seed + 2), 8, 8, seed + 20));
    return named(test::add(mixed, perceptron), name + "/out");
}

std::optional<TokenMixing> mixing_of(const Value& scores, const std::shared_ptr<ov::op::v0::Parameter>& image) {
    const auto model = test::model_of(scores, image);
    const auto input = find_image_input(*model, TensorLayout::nchw);
    const AxisTrace trace(*model, input);
    return last_token_mixing(*model, trace, spatial_layers(*model, trace, input, scores));
}

TEST(TokenMixing, IsEnteredAtTheOutputOfTheLastBlockButOne) {
    const auto image = test::image_parameter({1, 3, 10, 14});
    const auto tokens = block(block(embedded(image), "first", 100), "second", 200);
    const auto mixing =
        mixing_of(test::fully_connected(test::gathered(normalized(tokens, 300), 0, 1), 8, 4, 301), image);
    ASSERT_TRUE(mixing);
    EXPECT_EQ(mixing->entry.name(), "first/out");
    ASSERT_TRUE(mixing->normalized);
    EXPECT_EQ(mixing->normalized->get_node()->get_friendly_name(), "second/norm");
}

TEST(TokenMixing, NeedsNoNorm) {
    const auto image = test::image_parameter({1, 3, 10, 14});
    const auto tokens = named(embedded(image), "tokens");
    const auto mixed = test::self_attention(tokens, 36, 8, true, 1, 10);
    const auto mixing = mixing_of(test::fully_connected(test::gathered(mixed, 0, 1), 8, 4, 20), image);
    ASSERT_TRUE(mixing);
    EXPECT_EQ(mixing->entry.name(), "tokens");
    EXPECT_FALSE(mixing->normalized);
}

TEST(TokenMixing, IsNotInAConvolutionalNetwork) {
    const auto image = test::image_parameter({1, 3, 10, 14});
    const auto map = test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1);
    const auto wide = test::relu(test::convolution(map, test::random_floats({8, 8, 3, 3}, 2), 1, 1));
    EXPECT_FALSE(mixing_of(test::fully_connected(test::mean_over(wide, {2, 3}), 8, 4, 3), image));
}

TEST(TokenMixing, IsNotInTokensThatNeverMeet) {
    const auto image = test::image_parameter({1, 3, 10, 14});
    const auto map = test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1);
    const auto patches = test::transposed(test::reshaped(map, {1, 8, 35}), {0, 2, 1});
    const auto alone = test::tanh(test::fully_connected(patches, 8, 8, 2));
    EXPECT_FALSE(mixing_of(test::fully_connected(test::mean_over(alone, {1}), 8, 4, 4), image));
}

}  // namespace
}  // namespace vinoscope
