// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "heads/resized_head.hpp"
#include "ops/axes.hpp"
#include "ops/nodes.hpp"

namespace vinoscope {

/// A reshape that moved a batch of one past other digits, [1,L,E] -> [L,1,E], as what it stands for: `value` with
/// `from` axes gets `to` axes, the batch of any size. Nothing when the batch stays where it is in the row-major order.
std::optional<Value> with_moved_batch(const Value& value, const Axes& from, const Axes& to, const AxisSize& size);

}  // namespace vinoscope
