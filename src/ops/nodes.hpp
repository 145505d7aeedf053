// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
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

/// Whether `node` reads the shape of its input only.
bool is_shape_of(const ov::Node& node);

}  // namespace vinoscope
