// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What several rules do along one axis of a tensor.
#pragma once

#include "ops/expression.hpp"

namespace vinoscope {

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

/// The `index`-th position, without the axis.
Value pick(const Value& x, std::int64_t axis, std::int64_t index);

/// The transposed of picking `indices` along an axis of that size: what was picked goes back to where it was, repeated
/// positions are summed, the others are 0.
Value put_back(const Value& picked, std::int64_t axis, const Integers& indices, std::int64_t size);

/// Multiplies each line along `axis` with `matrix` [lines in, lines out].
Value multiply_along(const Value& x, std::int64_t axis, const Value& matrix);

}  // namespace vinoscope
