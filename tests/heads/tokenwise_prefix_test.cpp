// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/tokenwise_prefix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "support/heads.hpp"

namespace vinoscope {
namespace {

// The operations that are left for each cell of a head; nothing when the head has no part of its own for places.
std::optional<std::vector<std::string>> left_for_cells(const std::string& name) {
    const auto one = test::head_case(name);
    const auto image = test::image_parameter(one.image);
    const auto layer = test::named(one.layer(image), "layer");
    const auto scores = test::named(one.head(layer, image), "scores");
    const auto model = test::model_of(scores, image);
    const AxisTrace trace(*model, find_image_input(*model, one.layout));
    const CellMasking masking{{layer, *spatial_grid(*trace.find(layer))}, CellKernel::gaussian, {}};
    const auto part = TokenwisePrefix::find(head_between(*model, layer, scores), trace, masking);
    if (!part)
        return std::nullopt;
    std::vector<std::string> types;
    for (const auto& node : part->rest().nodes)
        types.emplace_back(node->get_type_name());
    return types;
}

TEST(TokenwisePrefix, HoldsQueriesKeysAndValuesWithTheirPositions) {
    for (const auto* name : {"RotaryMeanOfPatchesFused", "BiasedMeanOfPatchesFused", "RotaryClassTokenFused"}) {
        const auto left = left_for_cells(name);
        ASSERT_TRUE(left) << name;
        EXPECT_EQ(left->front(), "ScaledDotProductAttention") << name;
    }
}

TEST(TokenwisePrefix, EndsWhereTokensMix) {
    const auto left = left_for_cells("PositionsLate");
    ASSERT_TRUE(left);
    EXPECT_EQ(std::ranges::count(*left, "MatMul"), 5);  // two of attention, two of the perceptron, the scores
    EXPECT_FALSE(left_for_cells("MixedByWeights")) << "weights over tokens come first";
    EXPECT_FALSE(left_for_cells("Covariance"));
}

}  // namespace
}  // namespace vinoscope
