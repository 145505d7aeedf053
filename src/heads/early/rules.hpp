// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "heads/early/reduction.hpp"

/// How operations let a reduction of their output pass to their inputs.
namespace vinoscope::early {

/// A reduced input of the operation.
using Reduce = std::function<Value(const Value& value, const Reduction& reduction)>;

/// `reduction` of an output of `node`, computed from reduced inputs; nothing when that is not the same.
std::optional<Value> passed(const ov::Output<ov::Node>& value, const Reduction& reduction, const Reduce& reduce);

}  // namespace vinoscope::early
