// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "ops/expression.hpp"

namespace vinoscope {

/// Stands for a size that is open, such as that of the batch: as the end of a range it means all.
inline constexpr std::int64_t open_size = std::numeric_limits<std::int64_t>::max();

/// The value of an input that holds axes, positions or sizes.
/// @throws Error (unsupported) when it depends on more than constants and sizes, or on an open size other than by being
/// it
Integers known_integers(const ov::Input<const ov::Node>& input);

/// Axes as non-negative numbers.
std::int64_t positive_axis(std::int64_t axis, std::int64_t rank);
Integers sorted_axes(Integers axes, std::int64_t rank);

}  // namespace vinoscope
