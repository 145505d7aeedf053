// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>
#include <optional>
#include <vector>

#include "ops/operation.hpp"

namespace vinoscope {

/// The row of `node`, or an empty one if its type has none.
const Operation& operation_of(const ov::Node& node);

/// All rows.
const std::vector<Operation>& operations();

/// `reduction` of `value`, computed from reduced inputs of its operation, or nothing if that is not the same.
std::optional<Value> reduced_before(const Value& value, const Reduction& reduction, const Reduce& reduce);

/// The inputs of `tensor`'s operation that its class values come from, one step back: through changes of shape and
/// order, joining and cutting, and what acts on each value on its own. Empty if that cannot be followed.
std::vector<ClassTensor> class_sources(const ClassTensor& tensor);

/// `output` without what only rescales class scores at the end: Softmax, LogSoftmax, Sigmoid, Convert and FakeQuantize.
Value raw_scores(Value output);

}  // namespace vinoscope
