// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/gradients/rules.hpp"

namespace vinoscope {

// Rounding is passed over (straight-through estimator, arXiv 1308.3432): between the ends of the input range the output
// is taken to grow evenly from one end of the output range to the other, outside it is constant.
Value fake_quantize_slope(const Step& step) {
    const auto low = step.x(1);
    const auto high = step.x(2);
    const auto outside = logical_or(greater(low, step.x(0)), greater(step.x(0), high));
    const auto slope = (step.x(4) - step.x(3)) / (high - low);
    return where(outside, number_like(slope, 0), slope);
}

}  // namespace vinoscope
