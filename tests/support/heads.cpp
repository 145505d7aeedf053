// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/heads.hpp"

#include <algorithm>
#include <openvino/op/avg_pool.hpp>
#include <openvino/op/batch_norm.hpp>
#include <openvino/op/broadcast.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/hswish.hpp>
#include <openvino/op/max_pool.hpp>
#include <openvino/op/mvn.hpp>
#include <openvino/op/prelu.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/shape_of.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/softmax.hpp>
#include <ranges>
#include <stdexcept>

namespace vinoscope::test {
namespace {

constexpr std::size_t channels = 8;
constexpr std::size_t classes = head_classes;
const Integers places = {2, 3};

// [N,3,2h,2w] -> [N,8,h,w], both signs
Value map_layer(const Value& image) {
    return tanh(convolution(image, random_floats({channels, 3, 3, 3}, 1), 2, 1));
}

// [N,2h,2w,3] -> [N,h,w,8]
Value nhwc_layer(const Value& image) {
    const auto map = convolution(transposed(image, {0, 3, 1, 2}), random_floats({channels, 3, 3, 3}, 1), 2, 1);
    return tanh(transposed(map, {0, 2, 3, 1}));
}

// [1,3,10,14] -> [1,35,8]
Value patches(const Value& image) {
    return transposed(reshaped(map_layer(image), {1, channels, 35}), {0, 2, 1});
}

// [1,3,10,14] -> [1,1+35,8]
Value class_and_patches(const Value& image) {
    return add(concat({random_floats({1, 1, channels}, 2), patches(image)}, 1), random_floats({1, 36, channels}, 3));
}

// [1,3,10,14] -> [1,1+35+2,8]
Value class_patches_and_registers(const Value& image) {
    return concat({random_floats({1, 1, channels}, 2), patches(image), random_floats({1, 2, channels}, 4)}, 1);
}

Value connect(const Value& value, std::size_t in = channels) {
    return fully_connected(value, in, classes, 100);
}

Value mean_and_connect(const Value& value) {
    return connect(mean_over(value, places));
}

Value batch_normalized(const Value& value, std::size_t size) {
    const auto variance = add(multiply(random_floats({size}, 23), number(0.4F)), number(1));
    return std::make_shared<ov::op::v5::BatchNormInference>(
        value, random_floats({size}, 20), random_floats({size}, 21), random_floats({size}, 22), variance, 1e-3);
}

Value hard_swish(const Value& value) {
    return std::make_shared<ov::op::v4::HSwish>(value);
}

Value one_cell_convolution(const Value& value, unsigned seed = 10) {
    const auto product = convolution(value, random_floats({channels, channels, 1, 1}, seed));
    return add(product, random_floats({1, channels, 1, 1}, seed + 1));
}

Value squeeze_and_excite(const Value& value) {
    const auto squeezed = relu(convolution(mean_over(value, places, true), random_floats({4, channels, 1, 1}, 30)));
    const auto gate =
        std::make_shared<ov::op::v0::Sigmoid>(convolution(squeezed, random_floats({channels, 4, 1, 1}, 31)));
    return multiply(value, gate);
}

Value quantized(const Value& value) {
    const auto low = number(-0.9F);
    const auto high = number(0.95F);
    return std::make_shared<ov::op::v0::FakeQuantize>(value, low, high, low, high, 256);
}

Value normalized_over(const Value& value, const Integers& axes) {
    return std::make_shared<ov::op::v6::MVN>(value, integers(axes), true, 1e-5F, ov::op::MVNEpsMode::INSIDE_SQRT);
}

Value largest(const Value& value) {
    return std::make_shared<ov::op::v1::ReduceMax>(value, integers(places), false);
}

Value pooled_by_two(const Value& value) {
    return std::make_shared<ov::op::v8::MaxPool>(
               value, ov::Strides{2, 2}, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{2, 2})
        ->output(0);
}

Value averaged(const Value& value, const ov::Shape& kernel) {
    return std::make_shared<ov::op::v1::AvgPool>(
        value, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, kernel, true);
}

// The batch of the image, as an export computes it early and uses it late.
Value flat_by_the_shape_of(const Value& image, const Value& value) {
    const auto batch = gathered(std::make_shared<ov::op::v3::ShapeOf>(image), 0, 0);
    const auto target = concat({reshaped(batch, {1}), integers({-1})}, 0);
    return std::make_shared<ov::op::v1::Reshape>(value, target, false);
}

// Self-attention inside of windows of 2x3 cells of a [1,4,6,C] map.
Value window_attention(const Value& value) {
    const auto split = transposed(reshaped(value, {1, 2, 2, 2, 3, channels}), {0, 1, 3, 2, 4, 5});
    const auto windows = self_attention(reshaped(split, {4, 6, channels}), 6, channels, false, 4, 40);
    const auto apart = transposed(reshaped(windows, {1, 2, 2, 2, 3, channels}), {0, 1, 3, 2, 4, 5});
    return reshaped(apart, {1, 4, 6, channels});
}

const SpatialGrid map_grid = {5, 7, 2, 3, 0, 0};
const SpatialGrid nhwc_grid = {5, 7, 1, 2, 0, 0};
const SpatialGrid patch_grid = {5, 7, 1, 1, 0, 0};
const SpatialGrid class_grid = {5, 7, 1, 1, 1, 0};
const SpatialGrid register_grid = {5, 7, 1, 1, 1, 2};

HeadCase map_case(std::string name, CellStrategy strategy, const std::function<Value(const Value&)>& head) {
    return {std::move(name),
            strategy,
            [head](const Value& layer, const Value&) { return head(layer); },
            map_layer,
            map_grid};
}

HeadCase nhwc_case(std::string name, CellStrategy strategy, const std::function<Value(const Value&)>& head) {
    auto result = map_case(std::move(name), strategy, head);
    result.layer = nhwc_layer;
    result.grid = nhwc_grid;
    result.image = {1, 10, 14, 3};
    result.layout = TensorLayout::nhwc;
    return result;
}

HeadCase token_case(std::string name,
                    CellStrategy strategy,
                    std::function<Value(const Value&)> layer,
                    const SpatialGrid& grid,
                    const std::function<Value(const Value&)>& head) {
    auto result = map_case(std::move(name), strategy, head);
    result.layer = std::move(layer);
    result.grid = grid;
    return result;
}

HeadCase square_case(std::string name, CellStrategy strategy, const std::function<Value(const Value&)>& head) {
    auto result = map_case(std::move(name), strategy, head);
    result.image = {1, 3, 12, 12};
    result.grid = {6, 6, 2, 3, 0, 0};
    return result;
}

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

std::vector<HeadCase> map_heads() {
    constexpr auto tiled = CellStrategy::tiled;
    return {
        map_case("FlattenAndConnect",
                 tiled,
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
        map_case("PlacesDiffer",
                 tiled,
                 [](const Value& value) {
                     return mean_and_connect(relu(add(value, random_floats({1, channels, 5, 7}, 16))));
                 }),
        map_case("RowsDiffer",
                 tiled,
                 [](const Value& value) {
                     return mean_and_connect(relu(multiply(value, random_floats({5, 1}, 16))));
                 }),
        map_case("NormalizedOverPlaces",
                 tiled,
                 [](const Value& value) {
                     return mean_and_connect(relu(normalized_over(value, {2, 3})));
                 }),
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

HeadCase window_case() {
    auto result = nhwc_case("WindowAttention", CellStrategy::tiled, [](const Value& value) {
        return connect(mean_over(window_attention(value), {1, 2}));
    });
    result.image = {1, 8, 12, 3};
    result.grid = {4, 6, 1, 2, 0, 0};
    return result;
}

std::vector<HeadCase> token_heads() {
    constexpr auto tiled = CellStrategy::tiled;
    std::vector<HeadCase> cases = {
        token_case("MeanOfTokens",
                   CellStrategy::pooled,
                   patches,
                   patch_grid,
                   [](const Value& value) { return connect(mean_over(value, {1})); }),
        token_case("MeanOfAllTokens",
                   tiled,
                   class_patches_and_registers,
                   register_grid,
                   [](const Value& value) { return connect(mean_over(value, {1})); }),
        window_case(),
    };
    for (const bool fused : {false, true}) {
        const std::string suffix = fused ? "Fused" : "";
        cases.push_back(
            token_case("ClassToken" + suffix, tiled, class_and_patches, class_grid, [=](const Value& value) {
                return connect(gathered(self_attention(value, 36, channels, fused, 1, 50), 0, 1));
            }));
        cases.push_back(token_case(
            "RegisterTokens" + suffix, tiled, class_patches_and_registers, register_grid, [=](const Value& value) {
                return connect(gathered(self_attention(value, 38, channels, fused, 1, 50), 0, 1));
            }));
        // The class token joins late, as in class attention.
        cases.push_back(token_case("LateClassToken" + suffix, tiled, patches, patch_grid, [=](const Value& value) {
            const auto tokens = concat({random_floats({1, 1, channels}, 60), value}, 1);
            return connect(gathered(self_attention(tokens, 36, channels, fused, 1, 50), 0, 1));
        }));
    }
    return cases;
}

HeadCase head_that_knows_the_shape_of_the_image(CellStrategy strategy) {
    return {"ShapeOfTheImage",
            strategy,
            [](const Value& layer, const Value& image) {
                return connect(flat_by_the_shape_of(image, mean_over(layer, places, true)));
            },
            map_layer,
            map_grid};
}

}  // namespace

std::vector<HeadCase> head_cases() {
    std::vector<HeadCase> cases = pooled_heads();
    std::ranges::copy(map_heads(), std::back_inserter(cases));
    std::ranges::copy(token_heads(), std::back_inserter(cases));
    cases.push_back(head_that_knows_the_shape_of_the_image(CellStrategy::pooled));
    return cases;
}

std::vector<HeadCase> heads_of_any_batch() {
    std::vector<HeadCase> cases = pooled_heads();
    std::ranges::copy(map_heads(), std::back_inserter(cases));
    cases.push_back(head_that_knows_the_shape_of_the_image(CellStrategy::looped));
    return cases;
}

HeadCase head_case(const std::string& name) {
    const auto cases = head_cases();
    const auto found = std::ranges::find(cases, name, &HeadCase::name);
    if (found == cases.end())
        throw std::invalid_argument("no head " + name);
    return *found;
}

}  // namespace vinoscope::test
