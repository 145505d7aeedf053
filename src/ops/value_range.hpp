// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "ops/build.hpp"

namespace vinoscope {

/// What the graph guarantees of the values of a tensor, whatever the image.
struct ValueRange {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool softmax = false;  ///< whether the values follow from those of softmaxes alone
    bool cut = false;      ///< whether a bound comes from cutting values off (Clamp, Minimum, Maximum)

    bool contains(double value) const { return value >= low && value <= high; }
    bool is_within(double from, double to) const { return low >= from && high <= to; }
};

/// Interval arithmetic from the last operations without a bound, such as a convolution, to `value`: exp(log(p)),
/// 1 - (1 - p), the mean of two softmaxes and p behind a quantization all lie within 0..1. Operations that are not
/// known have no bounds.
ValueRange value_range(const Value& value);

}  // namespace vinoscope
