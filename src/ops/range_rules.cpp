// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/range_rules.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <openvino/op/clamp.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/util/interpolate_base.hpp>

#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;

using R = const ValueRange&;

constexpr double infinity = std::numeric_limits<double>::infinity();

ValueRange between(double low, double high) {
    return {.low = low, .high = high};
}

// The smallest range that contains these values; a product of 0 and infinity is 0, since infinity is no value.
ValueRange hull(std::initializer_list<double> values) {
    ValueRange found = between(infinity, -infinity);
    for (const double value : values) {
        const double number = std::isnan(value) ? 0 : value;
        found.low = std::min(found.low, number);
        found.high = std::max(found.high, number);
    }
    return found;
}

ValueRange unite(R a, R b) {
    return {.low = std::min(a.low, b.low), .high = std::max(a.high, b.high), .cut = a.cut || b.cut};
}

ValueRange add(R a, R b) {
    return between(a.low + b.low, a.high + b.high);
}

ValueRange negate(R a) {
    return {.low = -a.high, .high = -a.low, .cut = a.cut};
}

ValueRange multiply(R a, R b) {
    return hull({a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high});
}

ValueRange invert(R a) {
    if (a.low >= 0)
        return between(1 / a.high, a.low == 0 ? infinity : 1 / a.low);
    return a.high < 0 ? between(1 / a.high, 1 / a.low) : ValueRange();
}

ValueRange magnitude(R a) {
    if (a.contains(0))
        return between(0, std::max(-a.low, a.high));
    return a.low > 0 ? a : negate(a);
}

ValueRange raise(R base, R exponent) {
    if (exponent.low != exponent.high)
        return {};
    const double power = exponent.low;
    const bool is_even = std::fmod(power, 2) == 0;
    if (base.low < 0 && !is_even)
        return {};
    const auto positive = magnitude(base);
    return hull({std::pow(positive.low, power), std::pow(positive.high, power)});
}

ValueRange cut_off(R a, double low, double high) {
    ValueRange found = between(std::clamp(a.low, low, high), std::clamp(a.high, low, high));
    found.cut = (std::isinf(a.low) && std::isfinite(found.low)) || (std::isinf(a.high) && std::isfinite(found.high));
    return found;
}

ValueRange larger(R a, R b) {
    ValueRange found = between(std::max(a.low, b.low), std::max(a.high, b.high));
    found.cut = std::isinf(std::min(a.low, b.low)) && std::isfinite(found.low);
    return found;
}

template <typename Function>
ValueRange rising(R x, Function function) {
    return between(function(x.low), function(x.high));
}

}  // namespace

namespace ranges {

ValueRange share(const ov::Node&, const Ranges&) {
    return between(0, 1);
}

ValueRange signed_share(const ov::Node&, const Ranges&) {
    return between(-1, 1);
}

ValueRange positive(const ov::Node&, const Ranges&) {
    return between(0, infinity);
}

ValueRange negative(const ov::Node&, const Ranges&) {
    return between(-infinity, 0);
}

ValueRange sum(const ov::Node&, const Ranges& inputs) {
    return add(inputs[0], inputs[1]);
}

ValueRange difference(const ov::Node&, const Ranges& inputs) {
    return add(inputs[0], negate(inputs[1]));
}

ValueRange product(const ov::Node&, const Ranges& inputs) {
    return multiply(inputs[0], inputs[1]);
}

ValueRange quotient(const ov::Node&, const Ranges& inputs) {
    return multiply(inputs[0], invert(inputs[1]));
}

ValueRange power(const ov::Node&, const Ranges& inputs) {
    return raise(inputs[0], inputs[1]);
}

ValueRange maximum(const ov::Node&, const Ranges& inputs) {
    return larger(inputs[0], inputs[1]);
}

ValueRange minimum(const ov::Node&, const Ranges& inputs) {
    return negate(larger(negate(inputs[0]), negate(inputs[1])));
}

ValueRange negation(const ov::Node&, const Ranges& inputs) {
    return negate(inputs[0]);
}

ValueRange absolute(const ov::Node&, const Ranges& inputs) {
    return magnitude(inputs[0]);
}

ValueRange exponential(const ov::Node&, const Ranges& inputs) {
    return rising(inputs[0], [](double x) { return std::exp(x); });
}

ValueRange logarithm(const ov::Node&, const Ranges& inputs) {
    return rising(inputs[0], [](double x) { return x <= 0 ? -infinity : std::log(x); });
}

ValueRange root(const ov::Node&, const Ranges& inputs) {
    return rising(inputs[0], [](double x) { return std::sqrt(std::max(x, 0.0)); });
}

ValueRange rectified(const ov::Node&, const Ranges& inputs) {
    return cut_off(inputs[0], 0, infinity);
}

ValueRange choice(const ov::Node&, const Ranges& inputs) {
    return unite(inputs[1], inputs[2]);
}

ValueRange of_first(const ov::Node&, const Ranges& inputs) {
    return between(inputs[0].low, inputs[0].high);
}

ValueRange of_all(const ov::Node&, const Ranges& inputs) {
    auto found = inputs[0];
    for (const auto& input : inputs)
        found = unite(found, input);
    return found;
}

ValueRange clamped(const ov::Node& node, const Ranges& inputs) {
    const auto* clamp = ov::as_type<const v0::Clamp>(&node);
    return cut_off(inputs[0], clamp->get_min(), clamp->get_max());
}

ValueRange quantized(const ov::Node&, const Ranges& inputs) {
    constexpr std::size_t output_low = 3;
    constexpr std::size_t output_high = 4;
    auto found = unite(inputs[output_low], inputs[output_high]);
    found.cut = std::isinf(inputs[0].low) || std::isinf(inputs[0].high);
    return found;
}

ValueRange rectified_by_slope(const ov::Node&, const Ranges& inputs) {
    const auto below = multiply(cut_off(inputs[0], -infinity, 0), inputs[1]);
    return inputs[0].low >= 0 ? inputs[0] : unite(below, cut_off(inputs[0], 0, infinity));
}

// Cubic curves overshoot.
ValueRange resized(const ov::Node& node, const Ranges& inputs) {
    const auto* resize = ov::as_type<const ov::op::util::InterpolateBase>(&node);
    using Mode = ov::op::util::InterpolateBase::InterpolateMode;
    return resize != nullptr && resize->get_attrs().mode != Mode::CUBIC ? inputs[0] : ValueRange();
}

// x [..,in] times constant weights: the products with the weights of each output are summed.
ValueRange weighted(const ov::Node& node, const Ranges& inputs) {
    const auto weights = constant_numbers(node.input_value(1));
    const auto& shape = node.get_input_partial_shape(1);
    const auto* product = ov::as_type<const v0::MatMul>(&node);
    if (!weights || shape.is_dynamic() || shape.size() != 2 || product->get_transpose_a())
        return {};
    const auto rows = static_cast<std::size_t>(shape[0].get_length());
    const auto columns = static_cast<std::size_t>(shape[1].get_length());
    const bool by_row = product->get_transpose_b();
    std::vector<ValueRange> sums(by_row ? rows : columns, between(0, 0));
    for (std::size_t i = 0; i < rows * columns; ++i) {
        auto& sum = sums[by_row ? i / columns : i % columns];
        sum = add(sum, multiply(inputs[0], between((*weights)[i], (*weights)[i])));
    }
    return of_all(node, sums);
}

}  // namespace ranges

}  // namespace vinoscope
