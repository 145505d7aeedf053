// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gradient/expression.hpp"

namespace vinoscope {

/// The value of an input that holds axes, positions or sizes.
/// @throws Error (unsupported) when it depends on more than constants and fixed sizes
Integers known_integers(const ov::Input<const ov::Node>& input);

/// Axes as non-negative numbers.
std::int64_t positive_axis(std::int64_t axis, std::int64_t rank);
Integers sorted_axes(Integers axes, std::int64_t rank);

}  // namespace vinoscope
