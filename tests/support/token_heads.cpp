// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/broadcast.hpp>
#include <openvino/op/shape_of.hpp>

#include "support/head_parts.hpp"

namespace vinoscope::test {
namespace {

// Self-attention inside of windows of 2x3 cells of a [1,4,6,C] map.
Value window_attention(const Value& value) {
    const auto split = transposed(reshaped(value, {1, 2, 2, 2, 3, channels}), {0, 1, 3, 2, 4, 5});
    const auto windows = self_attention(reshaped(split, {4, 6, channels}), 6, channels, false, 4, 40);
    const auto apart = transposed(reshaped(windows, {1, 2, 2, 2, 3, channels}), {0, 1, 3, 2, 4, 5});
    return reshaped(apart, {1, 4, 6, channels});
}

HeadCase window_case() {
    auto result = nhwc_case("WindowAttention", CellStrategy::tiled, [](const Value& value) {
        return connect(mean_over(window_attention(value), {1, 2}));
    });
    result.image = {1, 8, 12, 3};
    result.grid = {4, 6, 1, 2, 0, 0};
    return result;
}

// Pooling by a learned query, as in CLIP and SigLIP: [1,35,C] -> [1,C]. Exports repeat it for the batch of the picture.
Value attention_pool(const Value& tokens, const Value& picture, bool fused) {
    const auto c = static_cast<std::int64_t>(channels);
    const auto part = [&](unsigned seed) {
        return reshaped(fully_connected(tokens, channels, channels, seed), {1, 1, 35, c});
    };
    const auto batch = reshaped(gathered(std::make_shared<ov::op::v3::ShapeOf>(picture), 0, 0), {1});
    const auto query = std::make_shared<ov::op::v3::Broadcast>(random_floats({1, 1, 1, channels}, 70),
                                                               concat({batch, integers({1, 1, c})}, 0));
    return reshaped(attention(query, part(71), part(73), channels, fused), {1, c});
}

// MultiheadAttention of PyTorch, as OpenVINO converts it: transpositions of a batch of one became reshapes.
Value folded_attention(const Value& tokens, bool fused) {
    constexpr std::int64_t heads = 2;
    const auto c = static_cast<std::int64_t>(channels);
    const auto part = [&](unsigned seed) {
        const auto rows = fully_connected(reshaped(tokens, {36, 1, c}), channels, channels, seed);
        return reshaped(transposed(reshaped(rows, {36, heads, c / heads}), {1, 0, 2}), {1, heads, 36, c / heads});
    };
    const auto attended = attention(part(80), part(82), part(84), channels / heads, fused);
    const auto rows = reshaped(transposed(attended, {2, 0, 1, 3}), {36, c});
    return reshaped(fully_connected(rows, channels, channels, 86), {1, 36, c});
}

}  // namespace

std::vector<HeadCase> token_heads() {
    constexpr auto compact = CellStrategy::compact;
    std::vector<HeadCase> cases = {
        token_case("MeanOfTokens",
                   CellStrategy::pooled,
                   patches,
                   patch_grid,
                   [](const Value& value) { return connect(mean_over(value, {1})); }),
        token_case("MeanOfAllTokens",
                   compact,
                   class_patches_and_registers,
                   register_grid,
                   [](const Value& value) { return connect(mean_over(value, {1})); }),
        window_case(),
    };
    for (const bool fused : {false, true}) {
        const std::string suffix = fused ? "Fused" : "";
        cases.push_back(
            token_case("ClassToken" + suffix, compact, class_and_patches, class_grid, [=](const Value& value) {
                return connect(gathered(self_attention(value, 36, channels, fused, 1, 50), 0, 1));
            }));
        cases.push_back(token_case(
            "RegisterTokens" + suffix, compact, class_patches_and_registers, register_grid, [=](const Value& value) {
                return connect(gathered(self_attention(value, 38, channels, fused, 1, 50), 0, 1));
            }));
        cases.push_back(token_case("AttentionPool" + suffix, compact, patches, patch_grid, {}));
        cases.back().head = [=](const Value& value, const Value& picture) {
            return connect(attention_pool(value, picture, fused));
        };
        // As in CLIP and in PyTorch's MultiheadAttention.
        cases.push_back(token_case(
            "TokensBeforeBatch" + suffix,
            compact,
            [](const Value& image) {
                return transposed(class_and_patches(image), {1, 0, 2});
            },
            {5, 7, 0, 0, 1, 0},
            [=](const Value& value) {
                const auto tokens = transposed(value, {1, 0, 2});
                return connect(gathered(self_attention(tokens, 36, channels, fused, 1, 50), 0, 1));
            }));
        // PyTorch joins tokens and batch for a matrix product.
        cases.push_back(token_case(
            "TokensTimesBatch" + suffix,
            compact,
            [](const Value& image) {
                return transposed(class_and_patches(image), {1, 0, 2});
            },
            {5, 7, 0, 0, 1, 0},
            [=](const Value& value) {
                const auto rows = fully_connected(reshaped(value, {36, channels}), channels, channels, 61);
                const auto tokens = transposed(add(value, reshaped(rows, {36, 1, channels})), {1, 0, 2});
                return connect(gathered(self_attention(tokens, 36, channels, fused, 1, 50), 0, 1));
            }));
        cases.push_back(
            token_case("FoldedAttention" + suffix, compact, class_and_patches, class_grid, [=](const Value& value) {
                return connect(gathered(add(value, folded_attention(value, fused)), 0, 1));
            }));
        // The class token joins late, as in class attention.
        cases.push_back(token_case("LateClassToken" + suffix, compact, patches, patch_grid, [=](const Value& value) {
            const auto tokens = concat({random_floats({1, 1, channels}, 60), value}, 1);
            return connect(gathered(self_attention(tokens, 36, channels, fused, 1, 50), 0, 1));
        }));
    }
    return cases;
}

}  // namespace vinoscope::test
