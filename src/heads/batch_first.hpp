// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "ops/axes.hpp"
#include "ops/nodes.hpp"

namespace vinoscope {

/// What `change` makes of a tensor whose axis 0 is the batch, with the batch back where it is in `features`: PyTorch's
/// MultiheadAttention, and CLIP in all blocks, have the tokens first. A tensor without a batch is taken as it is.
Value with_batch_first(const Value& features,
                       const Axes& axes,
                       const std::function<Value(const Value& features, const Axes& axes)>& change);

}  // namespace vinoscope
