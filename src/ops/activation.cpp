// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "ops/families.hpp"
#include "ops/rounding.hpp"

namespace vinoscope::ops {
namespace {

using S = const Step&;

// The gradient of an operation whose slope is easier to write alone.
template <Value (*slope_of)(S)>
Value slope(S s) {
    return s.g() * slope_of(s);
}

// Where both tell the slope, the rules read y rather than x: x then need not be kept, and the plug-in goes on fusing
// activations into convolutions.

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

// Rounding is passed over (straight-through estimator, arXiv 1308.3432): between the ends of the input range the output
// is taken to grow evenly from one end of the output range to the other, outside it is constant.
Value fake_quantize_slope(const Step& step) {
    const auto low = step.x(1);
    const auto high = step.x(2);
    const auto outside = logical_or(greater(low, step.x(0)), greater(step.x(0), high));
    const auto slope = (step.x(4) - step.x(3)) / (high - low);
    return where(outside, number_like(slope, 0), slope);
}

std::optional<Value> clamp_identity(const ov::Node& node) {
    const auto& operation = dynamic_cast<const v0::Clamp&>(node);
    constexpr auto largest = static_cast<double>(std::numeric_limits<float>::max());
    return input_if(operation.get_min() <= -largest && operation.get_max() >= largest, node);
}

std::optional<Value> prelu_identity(const ov::Node& node) {
    return input_if(is_all(node, 1, 1), node);
}

// One slope for each channel, so that a reduction does not pass.
Operation prelu() {
    auto known = elementwise_row<v0::PRelu>({slope<prelu_slope>}, prelu_identity);
    known.reduced = nullptr;
    return known;
}

Operation rescaling(Operation known) {
    known.rescales_scores = true;
    return known;
}

}  // namespace

Operations activation() {
    return {
        ranged(ranges::rectified, elementwise_row<v0::Relu>({[](S s) { return where(greater(s.y(), 0), s.g()); }})),
        ranged(ranges::rectified_by_slope, prelu()),
        ranged(ranges::clamped,
               elementwise_row<v0::Clamp>(
                   {[](S s) {
                       const auto& clamp = s.as<v0::Clamp>();
                       if (limits_levels(clamp))  // the first and the last level belong to the range
                           return where(
                               logical_not(logical_or(less(s.x(), clamp.get_min()), greater(s.x(), clamp.get_max()))),
                               s.g());
                       return where(logical_and(greater(s.y(), clamp.get_min()), less(s.y(), clamp.get_max())), s.g());
                   }},
                   clamp_identity)),
        elementwise_row<v0::Elu>(
            {[](S s) { return where(greater(s.y(), 0), s.g(), s.g() * (s.y() + s.as<v0::Elu>().get_alpha())); }}),
        elementwise_row<v0::Selu>(
            {[](S s) { return s.g() * where(greater(s.y(), 0), s.x(2), s.y() + s.x(1) * s.x(2)); }}),
        ranged(ranges::share, elementwise_row<v0::HardSigmoid>({[](S s) {
                   return where(logical_and(greater(s.y(), 0), less(s.y(), 1)), s.g() * s.x(1));
               }})),
        ranged(ranges::signed_share, elementwise_row<v9::SoftSign>({[](S s) {
                   return s.g() / power(abs(s.x()) + 1.0, number_like(s.x(), 2));
               }})),
        rescaling(
            ranged(ranges::share, elementwise_row<v0::Sigmoid>({[](S s) { return s.g() * s.y() * (1.0 - s.y()); }}))),
        ranged(ranges::signed_share, elementwise_row<v0::Tanh>({[](S s) { return s.g() * (1.0 - s.y() * s.y()); }})),
        elementwise_row<v4::Swish>({slope<swish_slope>}),
        elementwise_row<v4::Mish>({slope<mish_slope>}),
        elementwise_row<v0::Gelu>({slope<gelu_slope>}),
        elementwise_row<v7::Gelu>({[](S s) {
            const bool erf = s.as<v7::Gelu>().get_approximation_mode() == ov::op::GeluApproximationMode::ERF;
            return s.g() * (erf ? gelu_slope(s) : tanh_gelu_slope(s));
        }}),
        elementwise_row<v4::HSwish>({[](S s) {
            return where(greater(s.x(), 3), s.g(), where(greater(s.x(), -3), s.g() * (s.x() * 2.0 + 3.0) / 6.0));
        }}),
        ranged(ranges::share, elementwise_row<v5::HSigmoid>({[](S s) {
                   return where(logical_and(greater(s.x(), -3), less(s.x(), 3)), s.g() / 6.0);
               }})),
        ranged(ranges::positive, elementwise_row<v4::SoftPlus>({[](S s) { return s.g() * sigmoid(s.x()); }})),
        rescaling(ranged(ranges::quantized, elementwise_row<v0::FakeQuantize>({slope<fake_quantize_slope>}))),
    };
}

}  // namespace vinoscope::ops
