// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/early/head.hpp"

#include <algorithm>
#include <map>
#include <openvino/op/squeeze.hpp>
#include <set>
#include <utility>

#include "heads/early/rules.hpp"

namespace vinoscope {
namespace {

using early::Reduction;

// Moves reductions through the operations of a head, each pair of a tensor and a reduction once.
class Mover {
public:
    Mover(const Head& head, const ov::OutputVector& fixed) : m_fixed(fixed.begin(), fixed.end()) {
        for (const auto& node : head.nodes)
            m_nodes.insert(node.get());
    }

    Value reduced(const Value& value, const Reduction& reduction) {
        const auto found = m_reduced.find({value, reduction});
        if (found != m_reduced.end())
            return found->second;
        constexpr int deepest = 500;  // operations of a chain, each one call within the last
        const bool movable = m_nodes.contains(value.get_node()) && !m_fixed.contains(value) && m_depth < deepest;
        ++m_depth;
        const auto moved =
            movable ? early::passed(value,
                                    reduction,
                                    [this](const Value& input, const Reduction& part) { return reduced(input, part); })
                    : std::nullopt;
        --m_depth;
        const auto result = moved ? *moved : early::applied(reduction, value);
        m_reduced[{value, reduction}] = result;
        return result;
    }

private:
    int m_depth = 0;
    std::set<const ov::Node*> m_nodes;
    std::set<Value> m_fixed;
    std::map<std::pair<Value, Reduction>, Value> m_reduced;
};

// The reduced axis stays or goes, as in the original.
Value like(const Value& original, const Value& value, std::int64_t axis) {
    if (original.get_partial_shape().size() == value.get_partial_shape().size())
        return value;
    return std::make_shared<ov::op::v0::Squeeze>(value, integers({axis}));
}

}  // namespace

std::optional<ov::Output<ov::Node>> with_early_reductions(const Head& head,
                                                          const AxisTrace& trace,
                                                          const ov::OutputVector& fixed) {
    Mover mover(head, fixed);
    Replacements replacements;
    for (const auto& node : head.nodes) {
        const auto reads_replaced = [&](const Value& value) { return replacements.contains(value); };
        if (const auto reduction = early::reduction_of_places(*node, trace)) {
            const auto value = mover.reduced(node->input_value(0), *reduction);
            replacements[node->output(0)] = like(node->output(0), value, reduction->axis);
        } else if (std::ranges::any_of(node->input_values(), reads_replaced)) {
            const auto copied = node->clone_with_new_inputs(mapped_inputs(*node, replacements));
            for (const auto& output : node->outputs())
                replacements[output] = copied->output(output.get_index());
        }
    }
    const auto found = replacements.find(head.output);
    return found == replacements.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace vinoscope
