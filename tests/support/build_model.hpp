// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <openvino/core/model.hpp>
#include <openvino/op/parameter.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ops/build.hpp"

namespace vinoscope::test {

// The functions of ops/build.hpp, by the names of this namespace too.
using vinoscope::concat;
using vinoscope::integer;
using vinoscope::integers;
using vinoscope::Integers;
using vinoscope::relu;
using vinoscope::reshaped;
using vinoscope::tanh;
using vinoscope::transposed;
using vinoscope::Value;

/// An input called "image".
std::shared_ptr<ov::op::v0::Parameter> image_parameter(const ov::PartialShape& shape,
                                                       const ov::element::Type& type = ov::element::f32);

Value floats(const ov::Shape& shape, const std::vector<float>& values);
Value number(float value);

/// Uniform in -1..1 and the same on every machine; as f16 it stands behind a Convert, as in a compressed IR.
Value random_floats(const ov::Shape& shape, unsigned seed, const ov::element::Type& stored = ov::element::f32);

/// The same value; its operation gets a friendly name.
Value named(const Value& value, const std::string& name);

Value add(const Value& a, const Value& b);
Value multiply(const Value& a, const Value& b);
Value gathered(const Value& value, std::int64_t index, std::int64_t axis);
Value mean_over(const Value& value, const Integers& axes, bool keep = false);
Value sum_over(const Value& value, const Integers& axes, bool keep = false);

/// A square kernel that is as many cells wide as the weights; `pad` cells on every side.
Value convolution(const Value& value, const Value& weights, std::size_t stride = 1, std::ptrdiff_t pad = 0);

/// value [..., in] x random weights [classes, in] + bias.
Value fully_connected(const Value& value, std::size_t in, std::size_t classes, unsigned seed);

/// [...,L,E] x [...,S,E] x [...,S,V] -> [...,L,V], E `channels`; a `bias` is added to the products of queries and keys.
Value attention(const Value& query,
                const Value& key,
                const Value& content,
                std::size_t channels,
                bool fused,
                const std::optional<Value>& bias = {});

/// One head of self-attention over tokens [N,T,C] and a residual, as an export writes it with a batch of one: the
/// targets of its Reshapes say 1 (`batch`). A `bias` is added to the products of queries and keys [N,1,T,T].
Value self_attention(const Value& tokens,
                     std::size_t count,
                     std::size_t channels,
                     bool fused,
                     std::int64_t batch,
                     unsigned seed,
                     const std::optional<Value>& bias = {});

/// A model with one output "scores".
std::shared_ptr<ov::Model> model_of(const Value& scores, const std::shared_ptr<ov::op::v0::Parameter>& image);

/// One score, the sum over pixels and channels of weight times value, for any layout of the input.
std::shared_ptr<ov::Model> linear_model(const ov::Shape& shape, const std::vector<float>& weights);

}  // namespace vinoscope::test
