// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/head_parts.hpp"

namespace vinoscope::test {

std::vector<HeadCase> pooled_heads() {
    constexpr auto pooled = CellStrategy::pooled;
    return {
        map_case("MeanAndConnect", pooled, mean_and_connect),
        map_case("HardSwishBeforeMean",
                 pooled,
                 [](const Value& value) {
                     return mean_and_connect(batch_normalized(hard_swish(one_cell_convolution(value)), channels));
                 }),
        map_case("AveragePool",
                 pooled,
                 [](const Value& value) {
                     return connect(reshaped(averaged(value, {5, 7}), {-1, channels}));
                 }),
        map_case("SumInsteadOfMean", pooled, [](const Value& value) { return connect(sum_over(value, places)); }),
        map_case("MeanOfRowsThenOfColumns",
                 pooled,
                 [](const Value& value) {
                     return connect(mean_over(mean_over(hard_swish(one_cell_convolution(value)), {3}), {2}));
                 }),
        map_case(
            "SumOfColumnsThenMeanOfRows",
            pooled,
            [](const Value& value) {
                return connect(reshaped(mean_over(sum_over(hard_swish(value), {2}, true), {3}, true), {-1, channels}));
            }),
        map_case(
            "FlattenedBeforeMean",
            pooled,
            [](const Value& value) {
                return connect(mean_over(hard_swish(reshaped(one_cell_convolution(value), {-1, channels, 35})), {2}));
            }),
        map_case("QuantizedBeforeMean", pooled, [](const Value& value) { return mean_and_connect(quantized(value)); }),
        map_case("HalfPrecisionWeights",
                 pooled,
                 [](const Value& value) {
                     const auto weights = random_floats({channels, channels, 1, 1}, 12, ov::element::f16);
                     return mean_and_connect(hard_swish(convolution(value, weights)));
                 }),
        map_case("NormalizedOverChannels",
                 pooled,
                 [](const Value& value) { return mean_and_connect(normalized_over(add(value, number(1)), {1})); }),
        map_case("RowsAndColumnsSwapped",
                 pooled,
                 [](const Value& value) {
                     return mean_and_connect(hard_swish(transposed(value, {0, 1, 3, 2})));
                 }),
        map_case(
            "OwnResidual",
            pooled,
            [](const Value& value) { return mean_and_connect(add(value, hard_swish(one_cell_convolution(value)))); }),
        map_case("PlacesDiffer",
                 pooled,
                 [](const Value& value) {
                     return mean_and_connect(relu(add(value, random_floats({1, channels, 5, 7}, 16))));
                 }),
        map_case("RowsDiffer",
                 pooled,
                 [](const Value& value) {
                     return mean_and_connect(relu(multiply(value, random_floats({5, 1}, 16))));
                 }),
        nhwc_case("ChannelsLast",
                  pooled,
                  [](const Value& value) {
                      return connect(mean_over(value, {1, 2}));
                  }),
        nhwc_case("ChannelsLastPerceptron",
                  pooled,
                  [](const Value& value) {
                      return connect(mean_over(hard_swish(fully_connected(value, channels, channels, 13)), {1, 2}));
                  }),
    };
}

}  // namespace vinoscope::test
