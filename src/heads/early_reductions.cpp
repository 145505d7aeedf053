// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/early_reductions.hpp"

#include <algorithm>
#include <map>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/squeeze.hpp>
#include <openvino/op/util/gather_base.hpp>
#include <set>
#include <utility>

#include "ops/axis_arguments.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

bool counts_places(const Axis& axis) {
    return size_of(axis) > 1 && (counts(axis, Origin::height) || counts(axis, Origin::width));
}

std::optional<std::int64_t> first_of_neighbours(const ov::Node& gather, std::int64_t axis) {
    const auto indices = constant_integers(gather.input_value(1));
    if (constant_integer(gather.input_value(2)) != axis || !indices || indices->empty())
        return std::nullopt;
    const auto apart = [](std::int64_t a, std::int64_t b) { return b != a + 1; };
    return std::ranges::adjacent_find(*indices, apart) == indices->end() ? std::optional(indices->front())
                                                                         : std::nullopt;
}

bool steps_by_one(const ov::Node& slice) {
    const auto steps = slice.get_input_size() > 3 ? constant_integers(slice.input_value(3)) : Integers{};
    return steps && std::ranges::all_of(*steps, [](auto step) { return step == 1; });
}

// How many indices of `axis` are left when the other axes stay what they are.
std::optional<std::int64_t> count_left(const Axes& from, const Axes& to, std::int64_t axis) {
    auto others = from;
    others.erase(others.begin() + axis);
    auto left = to;
    if (to.size() == from.size())
        left.erase(left.begin() + axis);
    const auto same_size = [](const Axis& a, const Axis& b) { return size_of(a) == size_of(b); };
    if (!std::ranges::equal(left, others, same_size))
        return std::nullopt;
    return to.size() == from.size() ? size_of(to[axis]) : 1;
}

// Gather, Slice or StridedSlice
std::optional<Reduction> choice(const ov::Node& node, const Axes& from, const Axes& to, std::int64_t axis) {
    const bool gathers = ov::is_type<ov::op::util::GatherBase>(&node);
    const auto first = gathers ? first_of_neighbours(node, axis) : first_index(node, axis);
    const auto count = count_left(from, to, axis);
    if (!first || *first < 0 || !count || !(gathers || steps_by_one(node)))
        return std::nullopt;
    return Reduction{axis, *first, *first + *count};
}

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
            movable ? reduced_before(value,
                                     reduction,
                                     [this](const Value& input, const Reduction& part) { return reduced(input, part); })
                    : std::nullopt;
        --m_depth;
        const auto result = moved ? *moved : applied(reduction, value);
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

std::optional<Reduction> reduction_of_places(const ov::Node& node, const AxisTrace& trace) {
    const auto* from = node.get_input_size() > 0 ? trace.find(node.input_value(0)) : nullptr;
    const auto* to = trace.find(&node);
    if (from == nullptr || to == nullptr || std::ranges::count_if(*from, counts_places) != 1 ||
        std::ranges::any_of(*to, counts_places))
        return std::nullopt;
    const auto axis = std::ranges::find_if(*from, counts_places) - from->begin();
    if (operation_of(node).kind == Kind::part)
        return choice(node, *from, *to, axis);
    if (ov::is_type<ov::op::v1::ReduceMean>(&node) && reduction_axes(node, from->size()) == Integers{axis})
        return Reduction{axis, 0, size_of((*from)[axis]), true};
    return std::nullopt;
}

Value applied(const Reduction& reduction, const Value& value) {
    const auto read = crop(value, reduction.axis, reduction.begin, reduction.end);
    return reduction.mean ? mean(read, {reduction.axis}) : read;
}

std::optional<ov::Output<ov::Node>> with_early_reductions(const Head& head,
                                                          const AxisTrace& trace,
                                                          const ov::OutputVector& fixed) {
    Mover mover(head, fixed);
    Replacements replacements;
    for (const auto& node : head.nodes) {
        const auto reads_replaced = [&](const Value& value) { return replacements.contains(value); };
        if (const auto reduction = reduction_of_places(*node, trace)) {
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
