// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "ops/axes.hpp"
#include "ops/build.hpp"

namespace vinoscope {

/// How many indices an axis of the original has in a copy.
using AxisSize = std::function<std::int64_t(const Axis&)>;

/// What `change` makes of a tensor whose axis 0 is the batch, with the batch back where it is in `features`: PyTorch's
/// MultiheadAttention, and CLIP in all blocks, have the tokens first. A tensor without a batch is taken as it is.
Value with_batch_first(const Value& features,
                       const Axes& axes,
                       const std::function<Value(const Value& features, const Axes& axes)>& change);

/// A reshape that moved a batch of one past other digits, [1,L,E] -> [L,1,E], as what it stands for: `value` with
/// `from` axes gets `to` axes, the batch of any size. Nothing when the batch stays where it is in the row-major order.
std::optional<Value> with_moved_batch(const Value& value, const Axes& from, const Axes& to, const AxisSize& size);

}  // namespace vinoscope
