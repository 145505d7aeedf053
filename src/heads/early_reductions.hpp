// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "analysis/axis_trace.hpp"
#include "analysis/head.hpp"
#include "ops/operations.hpp"

namespace vinoscope {

/// What `node` reads of its first input, if it is nothing but a reduction of an axis of places after which no places
/// are left.
std::optional<Reduction> reduction_of_places(const ov::Node& node, const AxisTrace& trace);

/// `value` less what the reduction leaves out.
Value applied(const Reduction& reduction, const Value& value);

/// The output of the head when places are left out or averaged as early as that is the same: a last block whose class
/// token alone is read is computed for the class token, and a mean over places comes before the last linear layer.
/// Nothing when there is nothing to gain. The model itself is not changed.
/// @param fixed tensors of the head in front of which nothing is moved
std::optional<ov::Output<ov::Node>> with_early_reductions(const Head& head,
                                                          const AxisTrace& trace,
                                                          const ov::OutputVector& fixed);

}  // namespace vinoscope
