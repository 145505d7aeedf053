// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <numbers>

#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {

using S = const Step&;

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

// Not with an open size that two operands share: either might be 1.
bool stretches(const Value& operand, const Value& other) {
    const auto& small = operand.get_partial_shape();
    const auto& large = other.get_partial_shape();
    if (small.rank().is_dynamic() || large.rank().is_dynamic() || small.size() > large.size())
        return true;
    const auto offset = large.size() - small.size();
    for (std::size_t i = 0; i < small.size(); ++i)
        if (small[i] != 1 && (small[i].is_dynamic() || small[i] != large[offset + i]))
            return true;
    return false;
}

// The other operand of an operation that has a neutral one.
std::optional<Value> beside(const ov::Node& node, std::size_t neutral, double number) {
    const auto other = node.input_value(1 - neutral);
    return input_if(!stretches(node.input_value(neutral), other) && is_all(node, neutral, number), node, 1 - neutral);
}

template <int number>
std::optional<Value> beside_last(const ov::Node& node) {
    return beside(node, 1, number);
}

std::optional<Value> beside_any(const ov::Node& node, double number) {
    const auto last = beside(node, 1, number);
    return last ? last : beside(node, 0, number);
}

template <int number>
std::optional<Value> beside_either(const ov::Node& node) {
    return beside_any(node, number);
}

std::optional<Value> maximum_identity(const ov::Node& node) {
    return beside_any(node, -std::numeric_limits<double>::infinity());
}

std::optional<Value> minimum_identity(const ov::Node& node) {
    return beside_any(node, std::numeric_limits<double>::infinity());
}

std::optional<Value> select_identity(const ov::Node& node) {
    for (const std::size_t chosen : {1, 2}) {
        const auto& value = node.input_value(chosen);
        if (!stretches(node.input_value(0), value) && !stretches(node.input_value(3 - chosen), value) &&
            is_all(node, 0, chosen == 1 ? 1 : 0))
            return value;
    }
    return std::nullopt;
}

// condition, then, else
Values select_rule(S s) {
    return {Value(),
            s.wants(1) ? sum_to_shape_of(where(s.x(0), s.g()), s.x(1)) : Value(),
            s.wants(2) ? sum_to_shape_of(where(logical_not(s.x(0)), s.g()), s.x(2)) : Value()};
}

}  // namespace

Operations arithmetic() {
    return {
        ranged(ranges::sum,
               elementwise_row<v1::Add>({[](S s) { return s.g(); }, [](S s) { return s.g(); }}, beside_either<0>)),
        ranged(ranges::difference,
               elementwise_row<v1::Subtract>({[](S s) { return s.g(); }, [](S s) { return -s.g(); }}, beside_last<0>)),
        ranged(ranges::product,
               elementwise_row<v1::Multiply>({[](S s) { return s.g() * s.x(1); }, [](S s) { return s.g() * s.x(0); }},
                                             beside_either<1>)),
        ranged(
            ranges::quotient,
            elementwise_row<v1::Divide>(
                {[](S s) { return s.g() / s.x(1); }, [](S s) { return -(s.g() * s.y() / s.x(1)); }}, beside_last<1>)),
        ranged(ranges::power,
               elementwise_row<v1::Power>({[](S s) { return s.g() * s.x(1) * power(s.x(0), s.x(1) - 1.0); },
                                           [](S s) { return s.g() * s.y() * log(s.x(0)); }},
                                          beside_last<1>)),
        elementwise_row<v0::SquaredDifference>(
            {[](S s) { return s.g() * (s.x(0) - s.x(1)) * 2.0; }, [](S s) { return s.g() * (s.x(1) - s.x(0)) * 2.0; }}),
        elementwise_row<v1::Mod>({[](S s) { return s.g(); }, [](S s) { return s.g() * (s.y() - s.x(0)) / s.x(1); }}),
        elementwise_row<v1::FloorMod>(
            {[](S s) { return s.g(); }, [](S s) { return s.g() * (s.y() - s.x(0)) / s.x(1); }}),
        ranged(ranges::maximum,
               elementwise_row<v1::Maximum>({[](S s) { return where(is_maximum(s, 0), s.g()); },
                                             [](S s) { return where(is_maximum(s, 1), s.g()); }},
                                            maximum_identity)),
        ranged(ranges::minimum,
               elementwise_row<v1::Minimum>({[](S s) { return where(is_minimum(s, 0), s.g()); },
                                             [](S s) { return where(is_minimum(s, 1), s.g()); }},
                                            minimum_identity)),
        ranged(ranges::negation, elementwise_row<v0::Negative>({[](S s) { return -s.g(); }})),
        ranged(ranges::absolute, elementwise_row<v0::Abs>({[](S s) { return s.g() * sign(s.x()); }})),
        ranged(ranges::exponential, elementwise_row<v0::Exp>({[](S s) { return s.g() * s.y(); }})),
        ranged(ranges::logarithm, elementwise_row<v0::Log>({[](S s) { return s.g() / s.x(); }})),
        ranged(ranges::root, elementwise_row<v0::Sqrt>({[](S s) { return s.g() * 0.5 / s.y(); }})),
        ranged(ranges::signed_share, elementwise_row<v0::Sin>({[](S s) { return s.g() * cos(s.x()); }})),
        ranged(ranges::signed_share, elementwise_row<v0::Cos>({[](S s) { return -(s.g() * sin(s.x())); }})),
        elementwise_row<v0::Tan>({[](S s) { return s.g() * (s.y() * s.y() + 1.0); }}),
        elementwise_row<v0::Asin>({[](S s) { return s.g() / sqrt(1.0 - s.x() * s.x()); }}),
        elementwise_row<v0::Acos>({[](S s) { return -(s.g() / sqrt(1.0 - s.x() * s.x())); }}),
        elementwise_row<v0::Atan>({[](S s) { return s.g() / (s.x() * s.x() + 1.0); }}),
        elementwise_row<v0::Sinh>({[](S s) { return s.g() * sqrt(s.y() * s.y() + 1.0); }}),
        elementwise_row<v0::Cosh>({[](S s) { return s.g() * (exp(s.x()) - s.y()); }}),
        elementwise_row<v3::Asinh>({[](S s) { return s.g() / sqrt(s.x() * s.x() + 1.0); }}),
        elementwise_row<v3::Acosh>({[](S s) { return s.g() / sqrt(s.x() * s.x() - 1.0); }}),
        elementwise_row<v3::Atanh>({[](S s) { return s.g() / (1.0 - s.x() * s.x()); }}),
        ranged(ranges::signed_share, elementwise_row<v0::Erf>({[](S s) {
                   return s.g() * exp(-(s.x() * s.x())) * (2 * std::numbers::inv_sqrtpi);
               }})),
        row<v1::Select>({.axes = broadcast_axes,
                         .identity = select_identity,
                         .range = ranges::choice,
                         .gradient = Gradient{select_rule, {1, 2}}}),
    };
}

}  // namespace vinoscope::ops
