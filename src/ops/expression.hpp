// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Arithmetic on values of a graph, so that rules read like the formulas that they are. Each call adds one operation.
#pragma once

#include <vector>

#include "ops/nodes.hpp"

namespace vinoscope {

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

}  // namespace vinoscope
