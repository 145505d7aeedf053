// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/early/head.hpp"

#include <algorithm>
#include <map>
#include <openvino/op/matmul.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>
#include <openvino/op/squeeze.hpp>
#include <set>
#include <utility>

#include "graph/early/rules.hpp"

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
        const bool movable = m_nodes.contains(value.get_node()) && !m_fixed.contains(value);
        const auto moved =
            movable ? early::passed(value,
                                    reduction,
                                    [this](const Value& input, const Reduction& part) { return reduced(input, part); })
                    : std::nullopt;
        const auto result = moved ? *moved : early::applied(reduction, value);
        m_reduced[{value, reduction}] = result;
        return result;
    }

private:
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

// What each number costs that `node` computes.
std::int64_t multiplications(const ov::Node& node, const AxisTrace& trace) {
    const auto size_from_end = [&](std::size_t input, std::size_t from_end) {
        const auto* axes = trace.find(node.input_value(input));
        return axes != nullptr && axes->size() >= from_end ? size_of((*axes)[axes->size() - from_end]) : 1;
    };
    if (const auto* product = ov::as_type<const ov::op::v0::MatMul>(&node))
        return size_from_end(0, product->get_transpose_a() ? 2 : 1);
    return ov::is_type<ov::op::v13::ScaledDotProductAttention>(&node) ? 2 * size_from_end(1, 2) : 1;
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

std::int64_t work_of(const Head& head, const AxisTrace& trace) {
    std::int64_t work = 0;
    for (const auto& node : head.nodes)
        for (const auto& output : node->outputs())
            if (const auto* axes = trace.find(output))
                work += size_of(*axes) * multiplications(*node, trace);
    return work;
}

}  // namespace vinoscope
