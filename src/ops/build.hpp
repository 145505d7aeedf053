// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// The functions that build nodes, so that code of graphs reads like the formulas that it is. Each call adds one
// operation, or a few.
#pragma once

#include <cstdint>
#include <openvino/core/node.hpp>
#include <vector>

namespace vinoscope {

using Value = ov::Output<ov::Node>;
using Integers = std::vector<std::int64_t>;

/// A constant i64 vector.
Value integers(const Integers& values);

/// A constant scalar.
Value scalar(const ov::element::Type& type, double value);

/// `value` in row-major order as `shape`, where one size may be -1.
Value reshaped(const Value& value, const Integers& shape);

/// `value` with its axes in the given order.
Value transposed(const Value& value, const Integers& order);

using Values = std::vector<Value>;

Value operator+(const Value& a, const Value& b);
Value operator-(const Value& a, const Value& b);
Value operator*(const Value& a, const Value& b);
Value operator/(const Value& a, const Value& b);
Value operator+(const Value& a, double b);
Value operator-(const Value& a, double b);
Value operator*(const Value& a, double b);
Value operator/(const Value& a, double b);
Value operator-(double a, const Value& b);
Value operator*(double a, const Value& b);
Value operator/(double a, const Value& b);
Value operator-(const Value& a);

// Named, because the operators of ov::Output compare nodes.
Value greater(const Value& a, const Value& b);
Value greater(const Value& a, double b);
Value less(const Value& a, double b);
Value equal(const Value& a, const Value& b);
Value equal(const Value& a, double b);
Value logical_and(const Value& a, const Value& b);
Value logical_or(const Value& a, const Value& b);
Value logical_not(const Value& a);

Value exp(const Value& x);
Value log(const Value& x);
Value sqrt(const Value& x);
Value abs(const Value& x);
Value sign(const Value& x);
Value relu(const Value& x);
Value sigmoid(const Value& x);
Value softmax(const Value& x, std::int64_t axis);
Value sin(const Value& x);
Value cos(const Value& x);
Value tanh(const Value& x);
Value erf(const Value& x);
Value power(const Value& x, const Value& exponent);

/// Elements of `a` where `condition` holds, of `b` elsewhere.
Value where(const Value& condition, const Value& a, const Value& b);
/// `a` where `condition` holds, 0 elsewhere.
Value where(const Value& condition, const Value& a);

/// A number of the type of `like`, as a scalar.
Value number_like(const Value& like, double number);
Value convert(const Value& x, const ov::element::Type& type);

/// Over these axes, which stay with size 1 unless `keep` is false.
Value sum(const Value& x, const Integers& axes, bool keep = true);
Value mean(const Value& x, const Integers& axes, bool keep = true);
Value maximum(const Value& x, const Integers& axes, bool keep = true);
Value minimum(const Value& x, const Integers& axes, bool keep = true);

Value matmul(const Value& a, const Value& b, bool transpose_a = false, bool transpose_b = false);
Value unsqueeze(const Value& x, const Integers& axes);
Value concat(const Values& parts, std::int64_t axis);

Value integer(std::int64_t value);

/// The shape of `like` as a vector of i64: a constant when it is known.
Value shape_of(const Value& like);

Value reshape_like(const Value& x, const Value& like);
Value broadcast_like(const Value& x, const Value& like);

/// Zeros and ones of the shape of `like` and of the type that its gradient has.
Value zeros_like(const Value& like);
Value ones_like(const Value& like);

/// The type of a gradient with respect to `value`: its own, or f32 when that is an integer type (a picture of bytes).
ov::element::Type gradient_type(const Value& value);

/// `gradient`, which was computed for the result of a broadcast, summed over what `value` was repeated along. Two open
/// sizes are taken to be the same size.
Value sum_to_shape_of(const Value& gradient, const Value& value);

std::int64_t rank_of(const Value& x);

/// The size along an axis. @throws Error (unsupported) when it is open
std::int64_t size_of(const Value& x, std::int64_t axis);

/// Positions [begin, end).
Value crop(const Value& x, std::int64_t axis, std::int64_t begin, std::int64_t end);

/// `number` before and behind; what is negative is cut off.
Value pad(const Value& x, std::int64_t axis, std::int64_t before, std::int64_t behind, double number = 0);

/// The same with zeros, in a form that the CPU plug-in of OpenVINO 2026.4 leaves alone: a Pad that is read by a
/// ConvolutionBackpropData becomes a change of its pads there, whatever its stride, and rows or columns are lost.
Value surround_with_zeros(const Value& x, std::int64_t axis, std::int64_t before, std::int64_t behind);

/// The positions that `indices` name, in their order. The shape of `indices` takes the place of the axis.
Value gather(const Value& x, std::int64_t axis, const Value& indices);

/// The `index`-th position, without the axis.
Value pick(const Value& x, std::int64_t axis, std::int64_t index);

/// The transposed of picking `indices` along an axis of that size: what was picked goes back to where it was, repeated
/// positions are summed, the others are 0.
Value put_back(const Value& picked, std::int64_t axis, const Integers& indices, std::int64_t size);

/// Multiplies each line along `axis` with `matrix` [lines in, lines out].
Value multiply_along(const Value& x, std::int64_t axis, const Value& matrix);

}  // namespace vinoscope
