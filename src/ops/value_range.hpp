// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/build.hpp"
#include "ops/range_rules.hpp"

namespace vinoscope {

/// Interval arithmetic from the last operations without a bound, such as a convolution, to `value`: exp(log(p)),
/// 1 - (1 - p), the mean of two softmaxes and p behind a quantization all lie within 0..1. Operations that are not
/// known have no bounds.
ValueRange value_range(const Value& value);

}  // namespace vinoscope
