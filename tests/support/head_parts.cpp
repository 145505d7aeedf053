// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/head_parts.hpp"

#include <openvino/op/avg_pool.hpp>
#include <openvino/op/batch_norm.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/hswish.hpp>
#include <openvino/op/mvn.hpp>

namespace vinoscope::test {

Value map_layer(const Value& image) {
    return tanh(convolution(image, random_floats({channels, 3, 3, 3}, 1), 2, 1));
}

Value nhwc_layer(const Value& image) {
    const auto map = convolution(transposed(image, {0, 3, 1, 2}), random_floats({channels, 3, 3, 3}, 1), 2, 1);
    return tanh(transposed(map, {0, 2, 3, 1}));
}

Value patches(const Value& image) {
    return transposed(reshaped(map_layer(image), {1, channels, 35}), {0, 2, 1});
}

Value class_and_patches(const Value& image) {
    return add(concat({random_floats({1, 1, channels}, 2), patches(image)}, 1), random_floats({1, 36, channels}, 3));
}

Value class_patches_and_registers(const Value& image) {
    return concat({random_floats({1, 1, channels}, 2), patches(image), random_floats({1, 2, channels}, 4)}, 1);
}

Value connect(const Value& value, std::size_t in) {
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

Value one_cell_convolution(const Value& value, unsigned seed) {
    const auto product = convolution(value, random_floats({channels, channels, 1, 1}, seed));
    return add(product, random_floats({1, channels, 1, 1}, seed + 1));
}

Value quantized(const Value& value) {
    const auto low = number(-0.9F);
    const auto high = number(0.95F);
    return std::make_shared<ov::op::v0::FakeQuantize>(value, low, high, low, high, 256);
}

Value normalized_over(const Value& value, const Integers& axes) {
    return std::make_shared<ov::op::v6::MVN>(value, integers(axes), true, 1e-5F, ov::op::MVNEpsMode::INSIDE_SQRT);
}

Value averaged(const Value& value, const ov::Shape& kernel) {
    return std::make_shared<ov::op::v1::AvgPool>(
        value, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, kernel, true);
}

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

}  // namespace vinoscope::test
