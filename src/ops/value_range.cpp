// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/value_range.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <openvino/op/constant.hpp>
#include <openvino/op/log_softmax.hpp>
#include <openvino/op/result.hpp>

#include "ops/constant_value.hpp"
#include "ops/operations.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;

using ranges::Ranges;

// The rule of the row, or that of a kind that keeps the values of its operands.
RangeRule rule_of(const ov::Node& node) {
    const auto& known = operation_of(node);
    if (known.range != nullptr)
        return known.range;
    switch (known.kind) {
        case Kind::rearrangement:
        case Kind::part:
            return ranges::of_first;
        case Kind::concatenation:
            return ranges::of_all;
        case Kind::softmax:
            return ranges::share;
        default:
            return ov::is_type<v0::Result>(&node) ? ranges::of_first : nullptr;
    }
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
        const auto& node = *value.get_node();
        if (ov::is_type<v0::Constant>(&node)) {
            const auto numbers = constant_numbers(value);
            return numbers && !numbers->empty()
                       ? ValueRange{.low = std::ranges::min(*numbers), .high = std::ranges::max(*numbers)}
                       : ValueRange();
        }
        const auto rule = rule_of(node);
        if (rule == nullptr)
            return {};
        Ranges inputs;
        for (const auto& input : node.input_values())
            inputs.push_back(of(input, depth + 1));
        auto found = rule(node, inputs);
        if (std::isnan(found.low) || std::isnan(found.high))
            found = {};
        found.softmax = follows_from_softmax(node, inputs);
        found.cut = found.cut || std::ranges::any_of(inputs, &ValueRange::cut);
        return found;
    }

    static bool follows_from_softmax(const ov::Node& node, const Ranges& inputs) {
        if (operation_of(node).kind == Kind::softmax || ov::is_type<ov::op::v5::LogSoftmax>(&node))
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
