// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/max_pool.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/sigmoid.hpp>

#include "support/head_parts.hpp"

namespace vinoscope::test {
namespace {

Value squeeze_and_excite(const Value& value) {
    const auto squeezed = relu(convolution(mean_over(value, places, true), random_floats({4, channels, 1, 1}, 30)));
    const auto gate =
        std::make_shared<ov::op::v0::Sigmoid>(convolution(squeezed, random_floats({channels, 4, 1, 1}, 31)));
    return multiply(value, gate);
}

Value largest(const Value& value) {
    return std::make_shared<ov::op::v1::ReduceMax>(value, integers(places), false);
}

Value pooled_by_two(const Value& value) {
    return std::make_shared<ov::op::v8::MaxPool>(
               value, ov::Strides{2, 2}, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{2, 2})
        ->output(0);
}

}  // namespace

std::vector<HeadCase> map_heads() {
    constexpr auto tiled = CellStrategy::tiled;
    return {
        map_case("FlattenAndConnect",
                 CellStrategy::dense,
                 [](const Value& value) {
                     return connect(reshaped(value, {-1, 35 * channels}), 35 * channels);
                 }),
        map_case("LargestOfAll", tiled, [](const Value& value) { return connect(largest(value)); }),
        map_case("MaxPool",
                 tiled,
                 [](const Value& value) {
                     return connect(reshaped(pooled_by_two(value), {-1, 6 * channels}), 6 * channels);
                 }),
        map_case("SqueezeAndExcitation",
                 tiled,
                 [](const Value& value) { return mean_and_connect(squeeze_and_excite(value)); }),
        map_case("MeanAndMax",
                 tiled,
                 [](const Value& value) {
                     return connect(concat({mean_over(value, places), largest(value)}, 1), 2 * channels);
                 }),
        map_case("WideKernelBeforeMean",
                 tiled,
                 [](const Value& value) {
                     return mean_and_connect(relu(convolution(value, random_floats({8, channels, 3, 3}, 14), 1, 1)));
                 }),
        map_case("StrideBeforeMean",
                 tiled,
                 [](const Value& value) {
                     return mean_and_connect(convolution(value, random_floats({8, channels, 1, 1}, 14), 2));
                 }),
        map_case("PaddingBeforeMean",
                 tiled,
                 [](const Value& value) {
                     const auto padded = convolution(value, random_floats({8, channels, 1, 1}, 14), 1, 1);
                     return mean_and_connect(relu(add(padded, random_floats({1, 8, 1, 1}, 15))));
                 }),
        map_case("ConvolutionAsLargeAsTheMap",
                 CellStrategy::dense,
                 [](const Value& value) {
                     const auto dense = convolution(value, random_floats({6, channels, 5, 7}, 31));
                     return connect(reshaped(relu(add(dense, random_floats({1, 6, 1, 1}, 32))), {-1, 6}), 6);
                 }),
        map_case("TwoDenseLayers",
                 CellStrategy::dense,
                 [](const Value& value) {
                     const auto dense = connect(reshaped(value, {-1, 35 * channels}), 35 * channels);
                     return connect(relu(dense), classes);
                 }),
        map_case("ConvolutionWithQuantizedWeights",
                 tiled,
                 [](const Value& value) {
                     const auto weights = quantized(random_floats({6, channels, 5, 7}, 31));
                     return connect(reshaped(relu(convolution(value, weights)), {-1, 6}), 6);
                 }),
        map_case("DenseBesideTheMean",
                 tiled,
                 [](const Value& value) {
                     const auto dense = connect(reshaped(value, {-1, 35 * channels}), 35 * channels);
                     return multiply(relu(dense), mean_and_connect(value));
                 }),
        map_case("NormalizedOverPlaces",
                 tiled,
                 [](const Value& value) {
                     return mean_and_connect(relu(normalized_over(value, {2, 3})));
                 }),
        map_case("MeanOfRowsOnly",
                 tiled,
                 [](const Value& value) {
                     return connect(reshaped(mean_over(value, {2}), {-1, 7 * channels}), 7 * channels);
                 }),
        map_case("ActivationBetweenTwoMeans",
                 tiled,
                 [](const Value& value) { return connect(mean_over(relu(mean_over(value, {3})), {2})); }),
        map_case("MeanOfAPart",
                 tiled,
                 [](const Value& value) {
                     const auto part = averaged(value, {3, 7});
                     return connect(reshaped(part, {-1, 3 * channels}), 3 * channels);
                 }),
        map_case("LargestOfRowsThenMean",
                 tiled,
                 [](const Value& value) {
                     const auto rows = std::make_shared<ov::op::v1::ReduceMax>(value, integers({3}), true);
                     return mean_and_connect(multiply(value, rows));
                 }),
        square_case("MirroredAtTheDiagonal",
                    tiled,
                    [](const Value& value) {
                        return mean_and_connect(multiply(value, transposed(value, {0, 1, 3, 2})));
                    }),
        nhwc_case("ChannelsLastWithNormalizedRows",
                  tiled,
                  [](const Value& value) {
                      return connect(mean_over(relu(batch_normalized(value, 5)), {1, 2}));
                  }),
    };
}

}  // namespace vinoscope::test
