// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Detectors that ask queries: whether their classes share a softmax is known by how the boxes are computed.
#include <gtest/gtest.h>

#include <openvino/op/result.hpp>
#include <openvino/op/sigmoid.hpp>

#include "outputs/decoder_table.hpp"
#include "support/build_model.hpp"
#include "support/said.hpp"

namespace vinoscope {
namespace {

using test::Value;

constexpr std::int64_t queries = 5;
constexpr std::int64_t columns = 7;

// [1, queries, 8]
Value query_features(const Value& image) {
    const auto map = test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1);
    return test::multiply(test::reshaped(test::mean_over(map, {2, 3}), {1, 1, 8}),
                          test::random_floats({1, queries, 8}, 2));
}

AnswerReader reader_of(Value (*boxes)(const Value& features), const DecoderWish& wish = {}) {
    const auto image = test::image_parameter({1, 3, 100, 200});
    const auto features = query_features(image);
    const auto logits = test::fully_connected(features, 8, columns, 3);
    const auto places = boxes(features);
    logits.get_node_shared_ptr()->output(0).set_names({"logits"});
    places.get_node_shared_ptr()->output(0).set_names({"pred_boxes"});
    const ov::Model model(
        ov::ResultVector{std::make_shared<ov::op::v0::Result>(logits), std::make_shared<ov::op::v0::Result>(places)},
        ov::ParameterVector{image});
    return find_reader(model, test::image_input_100x200(), wish);
}

Value sigmoid(const Value& value) {
    return std::make_shared<ov::op::v0::Sigmoid>(value);
}

Value dense_boxes(const Value& features) {
    return sigmoid(test::fully_connected(features, 8, 4, 5));
}

// Of two layers of the decoder: the second one moves the boxes of the first.
Value moved_boxes(const Value& features) {
    const auto first = test::fully_connected(features, 8, 4, 5);
    const auto second = sigmoid(test::add(test::fully_connected(features, 8, 4, 6), first));
    const auto apart = test::concat(
        {test::reshaped(sigmoid(first), {1, 1, queries, 4}), test::reshaped(second, {1, 1, queries, 4})}, 1);
    return test::gathered(apart, 1, 1);
}

TEST(Queries, ShareASoftmaxWithNothingWhereADenseLayerTellsTheBox) {
    const auto reader = reader_of(dense_boxes);
    EXPECT_EQ(reader.decoder, "detr");
    EXPECT_EQ(reader.scale, ScoreScale::softmax);
    EXPECT_EQ(reader.classes, columns - 1);
}

TEST(Queries, HaveClassesOfTheirOwnWhereLayersMoveTheBox) {
    const auto reader = reader_of(moved_boxes);
    EXPECT_EQ(reader.decoder, "detr");
    EXPECT_EQ(reader.scale, ScoreScale::sigmoid);
    EXPECT_EQ(reader.classes, columns);
}

TEST(Queries, AreReadAsLabelsOrTheUserTell) {
    EXPECT_EQ(reader_of(moved_boxes, {.labels = columns - 1}).scale, ScoreScale::softmax);
    EXPECT_EQ(reader_of(dense_boxes, {.labels = columns}).scale, ScoreScale::sigmoid);
    EXPECT_EQ(reader_of(moved_boxes, {.score = ScoreConversion::softmax}).classes, columns - 1);
}

}  // namespace
}  // namespace vinoscope
