// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/convert.hpp>
#include <openvino/op/divide.hpp>
#include <openvino/op/gelu.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/shape_of.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/strided_slice.hpp>

#include "support/head_parts.hpp"

namespace vinoscope::test {
namespace {

constexpr std::size_t count = 38;  // a class token, 35 patches, 2 registers

Value perceptron(const Value& tokens) {
    const auto wide = fully_connected(normalized_over(tokens, {2}), channels, 16, 80);
    return add(tokens, fully_connected(std::make_shared<ov::op::v7::Gelu>(wide), 16, channels, 82));
}

// The last block of a transformer.
Value block(const Value& tokens, bool fused = false, const std::optional<Value>& bias = {}) {
    return perceptron(self_attention(normalized_over(tokens, {2}), count, channels, fused, 1, 70, bias));
}

Value patches_of(const Value& tokens) {
    return std::make_shared<ov::op::v8::Slice>(tokens, integers({1}), integers({-2}), integers({1}), integers({1}));
}

Value class_token_of(const Value& tokens) {
    return std::make_shared<ov::op::v1::StridedSlice>(tokens,
                                                      integers({0, 0, 0}),
                                                      integers({0, 1, 0}),
                                                      integers({1, 1, 1}),
                                                      Integers{1, 0, 1},
                                                      Integers{1, 0, 1},
                                                      Integers{},
                                                      Integers{0, 1, 0});
}

// Tokens mixed by fixed weights, as in a mixer.
Value mixed_by_weights(const Value& tokens) {
    const auto columns = transposed(tokens, {0, 2, 1});
    return add(tokens, transposed(fully_connected(columns, count, count, 84), {0, 2, 1}));
}

Value covariance(const Value& tokens) {
    return std::make_shared<ov::op::v0::MatMul>(tokens, tokens, true, false);
}

HeadCase block_case(std::string name, CellStrategy strategy, const std::function<Value(const Value&)>& head) {
    return token_case(std::move(name), strategy, class_patches_and_registers, register_grid, head);
}

}  // namespace

std::vector<HeadCase> block_heads() {
    constexpr auto compact = CellStrategy::compact;
    constexpr auto tiled = CellStrategy::tiled;
    const auto positions = random_floats({1, count, channels}, 90);
    const auto relative = random_floats({1, 1, count, count}, 91);
    const auto temperature = random_floats({1, 1, 1, 1}, 92);
    return {
        block_case("BlockAndClassToken", compact, [](const Value& x) { return connect(class_token_of(block(x))); }),
        block_case(
            "BlockAndPatches", compact, [](const Value& x) { return connect(mean_over(patches_of(block(x)), {1})); }),
        block_case("BlockAndSum", compact, [](const Value& x) { return connect(sum_over(block(x, true), {1})); }),
        block_case("TwoBlocks", compact, [](const Value& x) { return connect(gathered(block(block(x), true), 0, 1)); }),
        block_case("UniformBias",
                   compact,
                   [=](const Value& x) { return connect(gathered(block(x, true, temperature), 0, 1)); }),
        block_case("ShapeOfTokens",
                   compact,
                   [](const Value& x) {
                       const auto tokens = block(x);
                       const auto size = gathered(std::make_shared<ov::op::v3::ShapeOf>(tokens), 1, 0);
                       const auto divisor = std::make_shared<ov::op::v0::Convert>(size, ov::element::f32);
                       return connect(std::make_shared<ov::op::v1::Divide>(gathered(tokens, 0, 1), divisor));
                   }),
        block_case(
            "PositionsLate", tiled, [=](const Value& x) { return connect(sum_over(block(add(x, positions)), {1})); }),
        block_case("RelativePositions",
                   tiled,
                   [=](const Value& x) { return connect(gathered(block(x, false, relative), 0, 1)); }),
        block_case("RelativePositionsFused",
                   tiled,
                   [=](const Value& x) { return connect(gathered(block(x, true, relative), 0, 1)); }),
        block_case(
            "MixedByWeights", tiled, [](const Value& x) { return connect(sum_over(block(mixed_by_weights(x)), {1})); }),
        block_case("OnePatch", tiled, [](const Value& x) { return connect(gathered(block(x), 17, 1)); }),
        block_case("LargestOfTokens",
                   tiled,
                   [](const Value& x) {
                       return connect(std::make_shared<ov::op::v1::ReduceMax>(block(x), integers({1}), false));
                   }),
        block_case("Covariance",
                   tiled,
                   [](const Value& x) {
                       return connect(reshaped(covariance(x), {1, channels * channels}), channels * channels);
                   }),
    };
}

}  // namespace vinoscope::test
