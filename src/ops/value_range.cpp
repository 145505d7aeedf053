// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/value_range.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <map>
#include <openvino/op/ops.hpp>
#include <optional>
#include <unordered_map>

#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;

using R = const ValueRange&;
using Ranges = std::vector<ValueRange>;
using RangeRule = std::function<ValueRange(const ov::Node& node, const Ranges& inputs)>;

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
RangeRule rising(Function function) {
    return [=](const ov::Node&, const Ranges& inputs) {
        return between(function(inputs[0].low), function(inputs[0].high));
    };
}

template <typename Function>
RangeRule of_two(Function function) {
    return [=](const ov::Node&, const Ranges& inputs) { return function(inputs[0], inputs[1]); };
}

RangeRule always(double low, double high) {
    return [=](const ov::Node&, const Ranges&) { return between(low, high); };
}

ValueRange of_the_first(const ov::Node&, const Ranges& inputs) {
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

template <typename... Types>
void add_rows(std::unordered_map<ov::DiscreteTypeInfo, RangeRule>& rules, const RangeRule& rule) {
    (rules.emplace(Types::get_type_info_static(), rule), ...);
}

std::unordered_map<ov::DiscreteTypeInfo, RangeRule> range_rules() {
    std::unordered_map<ov::DiscreteTypeInfo, RangeRule> rules;
    add_rows<v0::Result,
             v0::Convert,
             v1::ConvertLike,
             v1::Reshape,
             v1::Transpose,
             v0::Squeeze,
             ov::op::v15::Squeeze,
             v0::Unsqueeze,
             ov::op::v16::Identity,
             ov::op::v8::Slice,
             v1::StridedSlice,
             v1::Split,
             v1::VariadicSplit,
             v1::Gather,
             ov::op::v7::Gather,
             ov::op::v8::Gather,
             v0::Tile,
             v1::Broadcast,
             ov::op::v3::Broadcast,
             v1::ReduceMean,
             v1::ReduceMax,
             v1::ReduceMin,
             v1::MaxPool,
             ov::op::v8::MaxPool>(rules, of_the_first);
    add_rows<v0::Concat>(rules, of_all);
    add_rows<v1::Softmax, ov::op::v8::Softmax, v0::Sigmoid, v0::HardSigmoid, ov::op::v5::HSigmoid>(rules, always(0, 1));
    add_rows<v0::Tanh, v0::Erf, ov::op::v9::SoftSign, v0::Sin, v0::Cos>(rules, always(-1, 1));
    add_rows<ov::op::v5::LogSoftmax>(rules, always(-infinity, 0));
    add_rows<ov::op::v4::SoftPlus>(rules, always(0, infinity));
    add_rows<v0::Exp>(rules, rising([](double x) { return std::exp(x); }));
    add_rows<v0::Log>(rules, rising([](double x) { return x <= 0 ? -infinity : std::log(x); }));
    add_rows<v0::Sqrt>(rules, rising([](double x) { return std::sqrt(std::max(x, 0.0)); }));
    add_rows<v0::Negative>(rules, [](const ov::Node&, const Ranges& inputs) { return negate(inputs[0]); });
    add_rows<v0::Abs>(rules, [](const ov::Node&, const Ranges& inputs) { return magnitude(inputs[0]); });
    add_rows<v0::Relu>(rules, [](const ov::Node&, const Ranges& inputs) { return cut_off(inputs[0], 0, infinity); });
    add_rows<v0::PRelu>(rules, rectified_by_slope);
    add_rows<v0::Clamp>(rules, clamped);
    add_rows<v1::Maximum>(rules, of_two(larger));
    add_rows<v1::Minimum>(rules, of_two([](R a, R b) { return negate(larger(negate(a), negate(b))); }));
    add_rows<v1::Add>(rules, of_two(add));
    add_rows<v1::Subtract>(rules, of_two([](R a, R b) { return add(a, negate(b)); }));
    add_rows<v1::Multiply>(rules, of_two(multiply));
    add_rows<v1::Divide>(rules, of_two([](R a, R b) { return multiply(a, invert(b)); }));
    add_rows<v1::Power>(rules, of_two(raise));
    add_rows<v1::Select>(rules, [](const ov::Node&, const Ranges& inputs) { return unite(inputs[1], inputs[2]); });
    add_rows<v0::FakeQuantize>(rules, quantized);
    add_rows<ov::op::v4::Interpolate, ov::op::v11::Interpolate>(rules, resized);
    add_rows<v0::MatMul>(rules, weighted);
    return rules;
}

// Follows a graph back, each value once.
class RangeSearch {
public:
    ValueRange of(const Value& value, std::size_t depth = 0) {
        constexpr std::size_t deepest = 64;  // operations behind the last one without bounds
        if (depth > deepest)
            return {};
        const auto known = m_known.find(value);
        if (known != m_known.end())
            return known->second;
        const auto found = compute(value, depth);
        m_known.emplace(value, found);
        return found;
    }

private:
    ValueRange compute(const Value& value, std::size_t depth) {
        static const auto rules = range_rules();
        const auto& node = *value.get_node();
        if (ov::is_type<v0::Constant>(&node)) {
            const auto numbers = constant_numbers(value);
            return numbers && !numbers->empty() ? between(std::ranges::min(*numbers), std::ranges::max(*numbers))
                                                : ValueRange();
        }
        const auto rule = rules.find(node.get_type_info());
        if (rule == rules.end())
            return {};
        Ranges inputs;
        for (const auto& input : node.input_values())
            inputs.push_back(of(input, depth + 1));
        auto found = rule->second(node, inputs);
        if (std::isnan(found.low) || std::isnan(found.high))
            found = {};
        found.softmax = follows_from_softmax(node, inputs);
        found.cut = found.cut || std::ranges::any_of(inputs, &ValueRange::cut);
        return found;
    }

    static bool follows_from_softmax(const ov::Node& node, const Ranges& inputs) {
        if (ov::is_type<v1::Softmax>(&node) || ov::is_type<ov::op::v8::Softmax>(&node) ||
            ov::is_type<ov::op::v5::LogSoftmax>(&node))
            return true;
        bool found = false;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (!inputs[i].softmax && !is_constant(node.input_value(i)))
                return false;
            found = found || inputs[i].softmax;
        }
        return found;
    }

    std::map<Value, ValueRange> m_known;
};

}  // namespace

ValueRange value_range(const Value& value) {
    return RangeSearch().of(value);
}

}  // namespace vinoscope
