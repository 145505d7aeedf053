// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "ops/build.hpp"

namespace vinoscope {

/// The axes over which a reduction, a norm or a softmax runs, counted from the start, when they are known.
/// @param rank of its input
std::optional<Integers> joined_axes(const ov::Node& node, std::size_t rank);

/// Whether `node` is a Slice or a StridedSlice.
bool is_slice(const ov::Node& node);

/// The first index that a Slice or StridedSlice reads along `axis`, when it is known and counted from the start.
std::optional<std::int64_t> first_index(const ov::Node& node, std::int64_t axis);

}  // namespace vinoscope
