// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "ops/build.hpp"

namespace vinoscope {

/// Returns the axes over which a reduction, a norm or a softmax runs, counted from the start, or std::nullopt if they
/// are not constant.
/// @param rank the rank of the input
std::optional<Integers> reduction_axes(const ov::Node& node, std::size_t rank);

/// Whether `node` is a Slice or a StridedSlice.
bool is_slice(const ov::Node& node);

/// Returns the first index that a Slice or StridedSlice reads along `axis` of its input, with the negative and
/// excessive starts of their specification resolved, or std::nullopt if it is unknown.
/// @param axis of the input, not negative
std::optional<std::int64_t> first_index(const ov::Node& node, std::int64_t axis);

}  // namespace vinoscope
