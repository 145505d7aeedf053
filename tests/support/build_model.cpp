// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/build_model.hpp"

#include <cmath>
#include <openvino/op/add.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/reduce_sum.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>
#include <openvino/op/softmax.hpp>

#include "support/random_values.hpp"

namespace vinoscope::test {

using ov::op::v0::Constant;

std::shared_ptr<ov::op::v0::Parameter> image_parameter(const ov::PartialShape& shape, const ov::element::Type& type) {
    auto image = std::make_shared<ov::op::v0::Parameter>(type, shape);
    image->set_friendly_name("image");
    image->get_output_tensor(0).set_names({"image"});
    return image;
}

Value floats(const ov::Shape& shape, const std::vector<float>& values) {
    return Constant::create(ov::element::f32, shape, values)->output(0);
}

Value number(float value) {
    return floats({}, {value});
}

Value random_floats(const ov::Shape& shape, unsigned seed, const ov::element::Type& stored) {
    const auto constant = Constant::create(stored, shape, random_values(ov::shape_size(shape), seed));
    if (stored == ov::element::f32)
        return constant;
    return std::make_shared<ov::op::v0::Convert>(constant, ov::element::f32);
}

Value named(const Value& value, const std::string& name) {
    value.get_node_shared_ptr()->set_friendly_name(name);
    return value;
}

Value add(const Value& a, const Value& b) {
    return std::make_shared<ov::op::v1::Add>(a, b);
}

Value multiply(const Value& a, const Value& b) {
    return std::make_shared<ov::op::v1::Multiply>(a, b);
}

Value gathered(const Value& value, std::int64_t index, std::int64_t axis) {
    return std::make_shared<ov::op::v8::Gather>(value, integer(index), integer(axis));
}

Value mean_over(const Value& value, const Integers& axes, bool keep) {
    return std::make_shared<ov::op::v1::ReduceMean>(value, integers(axes), keep);
}

Value sum_over(const Value& value, const Integers& axes, bool keep) {
    return std::make_shared<ov::op::v1::ReduceSum>(value, integers(axes), keep);
}

Value convolution(const Value& value, const Value& weights, std::size_t stride, std::ptrdiff_t pad) {
    return std::make_shared<ov::op::v1::Convolution>(value,
                                                     weights,
                                                     ov::Strides{stride, stride},
                                                     ov::CoordinateDiff{pad, pad},
                                                     ov::CoordinateDiff{pad, pad},
                                                     ov::Strides{1, 1});
}

Value fully_connected(const Value& value, std::size_t in, std::size_t classes, unsigned seed) {
    const auto product = std::make_shared<ov::op::v0::MatMul>(value, random_floats({classes, in}, seed), false, true);
    return add(product, random_floats({classes}, seed + 1));
}

Value attention(const Value& query,
                const Value& key,
                const Value& content,
                std::size_t channels,
                bool fused,
                const std::optional<Value>& bias) {
    if (fused) {
        ov::OutputVector inputs = {query, key, content};
        if (bias)
            inputs.push_back(*bias);
        return std::make_shared<ov::op::v13::ScaledDotProductAttention>(inputs, false)->output(0);
    }
    const auto product = std::make_shared<ov::op::v0::MatMul>(query, key, false, true);
    const auto scaled = multiply(product, number(1.0F / std::sqrt(static_cast<float>(channels))));
    const auto weights = std::make_shared<ov::op::v8::Softmax>(bias ? add(scaled, *bias) : scaled, -1);
    return std::make_shared<ov::op::v0::MatMul>(weights, content)->output(0);
}

Value self_attention(const Value& tokens,
                     std::size_t count,
                     std::size_t channels,
                     bool fused,
                     std::int64_t batch,
                     unsigned seed,
                     const std::optional<Value>& bias) {
    const auto t = static_cast<std::int64_t>(count);
    const auto c = static_cast<std::int64_t>(channels);
    const auto part = [&](unsigned offset) {  // [N,T,C] -> [N,1,T,C]
        return transposed(reshaped(fully_connected(tokens, channels, channels, seed + offset), {batch, t, 1, c}),
                          {0, 2, 1, 3});
    };
    const auto query = part(0);
    const auto key = part(2);
    const auto content = part(4);
    const auto mixed = attention(query, key, content, channels, fused, bias);
    return add(tokens, reshaped(transposed(mixed, {0, 2, 1, 3}), {batch, t, c}));
}

std::shared_ptr<ov::Model> model_of(const Value& scores, const std::shared_ptr<ov::op::v0::Parameter>& image) {
    const auto result = std::make_shared<ov::op::v0::Result>(scores);
    scores.get_node()->get_output_tensor(scores.get_index()).set_names({"scores"});
    return std::make_shared<ov::Model>(ov::ResultVector{result}, ov::ParameterVector{image}, "built");
}

std::shared_ptr<ov::Model> linear_model(const ov::Shape& shape, const std::vector<float>& weights) {
    const auto input = image_parameter(shape);
    const auto mean = reshaped(mean_over(multiply(input, floats(shape, weights)), {1, 2, 3}), {1, 1});
    return model_of(multiply(mean, number(static_cast<float>(weights.size()))), input);
}

}  // namespace vinoscope::test
