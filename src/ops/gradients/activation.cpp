// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>
#include <openvino/op/softplus.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"

namespace vinoscope {

// Of two equal inputs the first one is the maximum. When only one is asked for, the other is a limit, such as the 0 of
// a rectifier, and does not count as reached where they are equal.
Value is_maximum(const Step& step, std::size_t input) {
    const auto other = 1 - input;
    if (!step.wants(other))
        return greater(step.y(), step.x(other));
    const auto second = greater(step.x(1), step.x(0));
    return input == 0 ? logical_not(second) : second;
}

Value is_minimum(const Step& step, std::size_t input) {
    const auto other = 1 - input;
    if (!step.wants(other))
        return greater(step.x(other), step.y());
    const auto second = greater(step.x(0), step.x(1));
    return input == 0 ? logical_not(second) : second;
}

// One slope for all, one for each channel, or a shape that broadcasts.
Value prelu_slope(const Step& step) {
    const auto x = step.x();
    auto slope = step.x(1);
    if (rank_of(slope) == 1 && rank_of(x) > 1) {
        Integers shape(rank_of(x), 1);
        shape[1] = -1;
        slope = reshaped(slope, shape);
    }
    return where(greater(x, 0), number_like(x, 1), slope);
}

// y = x P(x), P the normal distribution and p its density: P(x) + x p(x)
Value gelu_slope(const Step& step) {
    const auto x = step.x();
    const auto distribution = 0.5 * (erf(x * (1 / std::numbers::sqrt2)) + 1.0);
    const auto density = exp(x * x * -0.5) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
    return distribution + x * density;
}

// y = x / 2 (1 + t), t = tanh(u), u = sqrt(2/pi) (x + 0.044715 x^3)
Value tanh_gelu_slope(const Step& step) {
    const double scale = std::numbers::inv_sqrtpi * std::numbers::sqrt2;
    const double cubic = 0.044715;
    const auto x = step.x();
    const auto square = x * x;
    const auto t = tanh(x * (square * cubic + 1.0) * scale);
    const auto slope_of_u = (square * (3 * cubic) + 1.0) * scale;
    return 0.5 * (t + 1.0 + x * (1.0 - t * t) * slope_of_u);
}

// y = x s(b x): s + b y (1 - s)
Value swish_slope(const Step& step) {
    const bool scaled = step.inputs() > 1;
    const auto s = sigmoid(scaled ? step.x() * step.x(1) : step.x());
    const auto y = scaled ? step.y() * step.x(1) : step.y();
    return s + y * (1.0 - s);
}

// y = x t, t = tanh(softplus(x)): t + x (1 - t^2) sigmoid(x)
Value mish_slope(const Step& step) {
    const auto t = tanh(std::make_shared<ov::op::v4::SoftPlus>(step.x()));
    return t + step.x() * (1.0 - t * t) * sigmoid(step.x());
}

}  // namespace vinoscope
