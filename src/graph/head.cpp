// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/head.hpp"

#include <algorithm>
#include <openvino/core/except.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/tile.hpp>
#include <ranges>
#include <set>
#include <unordered_set>

#include "graph/constant_value.hpp"

namespace vinoscope {
namespace {

ov::OutputVector mapped_inputs(const ov::Node& node, const Replacements& values) {
    ov::OutputVector inputs;
    for (const auto& input : node.input_values()) {
        const auto found = values.find(input);
        inputs.push_back(found == values.end() ? input : found->second);
    }
    return inputs;
}

// A copy of a head in which the batch is `factor` times as large.
class BatchScaler {
public:
    BatchScaler(const AxisTrace& trace, std::int64_t factor) : m_trace(trace), m_factor(factor) {}

    std::shared_ptr<ov::Node> copy(const ov::Node& node, ov::OutputVector inputs) const {
        if (ov::is_type<ov::op::v1::Reshape>(&node))
            inputs[1] = reshape_target(node, inputs[1]);
        if (ov::is_type<ov::op::v0::Concat>(&node))
            for (std::size_t i = 0; i < inputs.size(); ++i)
                if (m_trace.find(node.input_value(i)) == nullptr)
                    inputs[i] = repeated(inputs[i], node.get_input_partial_shape(i), batch_axis_of(node));
        return node.clone_with_new_inputs(inputs);
    }

    // The original shape with the batch multiplied, or the batch is lost.
    bool is_scaled(const ov::Node& original, const ov::Node& copied) const {
        for (std::size_t i = 0; i < original.get_output_size(); ++i) {
            const auto* axes = m_trace.find(&original, i);
            if (axes == nullptr)
                continue;
            const auto batch = batch_axis(*axes);
            const auto& shape = copied.get_output_partial_shape(i);
            if (!batch || shape.rank().is_dynamic() || shape.size() != axes->size())
                return false;
            for (std::size_t j = 0; j < axes->size(); ++j) {
                const bool grows = static_cast<std::int64_t>(j) == *batch;
                const auto wanted = size_of((*axes)[j]) * (grows ? m_factor : 1);
                if (shape[j].is_static() ? shape[j].get_length() != wanted : !grows)
                    return false;
            }
        }
        return m_trace.is_certain(&original);
    }

private:
    std::optional<std::int64_t> batch_axis_of(const ov::Node& node) const {
        const auto* axes = m_trace.find(&node);
        return axes ? batch_axis(*axes) : std::nullopt;
    }

    ov::Output<ov::Node> reshape_target(const ov::Node& node, const ov::Output<ov::Node>& target) const {
        const auto* axes = m_trace.find(&node);
        const auto batch = batch_axis_of(node);
        if (!batch || node.get_output_partial_shape(0).is_dynamic() || !constant_integers(target))
            return target;
        std::vector<std::int64_t> sizes;
        for (const auto& axis : *axes)
            sizes.push_back(size_of(axis));
        sizes[*batch] = -1;
        return ov::op::v0::Constant::create(ov::element::i64, {sizes.size()}, sizes)->output(0);
    }

    // A class token [1,1,C] becomes [factor,1,C].
    ov::Output<ov::Node> repeated(const ov::Output<ov::Node>& value,
                                  const ov::PartialShape& original,
                                  std::optional<std::int64_t> axis) const {
        if (!axis || value.get_partial_shape() != original || original.is_dynamic())
            return value;
        std::vector<std::int64_t> repeats(original.size(), 1);
        repeats[*axis] = m_factor;
        const auto constant = ov::op::v0::Constant::create(ov::element::i64, {repeats.size()}, repeats);
        return std::make_shared<ov::op::v0::Tile>(value, constant)->output(0);
    }

    const AxisTrace& m_trace;
    std::int64_t m_factor;
};

}  // namespace

Head head_between(const ov::Model& model, const ov::Output<ov::Node>& input, const ov::Output<ov::Node>& output) {
    const auto ordered = model.get_ordered_ops();
    std::unordered_set<const ov::Node*> behind;
    const auto depends = [&](const ov::Output<ov::Node>& value) {
        return value == input || behind.contains(value.get_node());
    };
    for (const auto& node : ordered)
        if (std::ranges::any_of(node->input_values(), depends))
            behind.insert(node.get());
    std::unordered_set<const ov::Node*> before = {output.get_node()};
    Head head{input, output, {}};
    for (const auto& node : std::views::reverse(ordered)) {
        if (!before.contains(node.get()) || !behind.contains(node.get()))
            continue;
        head.nodes.push_back(node);
        for (const auto& value : node->input_values())
            before.insert(value.get_node());
    }
    std::ranges::reverse(head.nodes);
    return head;
}

bool is_constant(const ov::Output<ov::Node>& value) {
    const auto* node = value.get_node();
    if (ov::is_type<ov::op::v0::Constant>(node))
        return true;
    const auto inputs = node->input_values();
    return !inputs.empty() && std::ranges::all_of(inputs, is_constant);
}

std::vector<ov::Output<ov::Node>> borrowed_values(const Head& head) {
    std::unordered_set<const ov::Node*> inside;
    for (const auto& node : head.nodes)
        inside.insert(node.get());
    std::set<ov::Output<ov::Node>> seen = {head.input};
    std::vector<ov::Output<ov::Node>> result;
    for (const auto& node : head.nodes)
        for (const auto& value : node->input_values())
            if (!inside.contains(value.get_node()) && seen.insert(value).second)
                result.push_back(value);
    return result;
}

bool is_self_contained(const Head& head) {
    return std::ranges::all_of(borrowed_values(head), [](const ov::Output<ov::Node>& value) {
        return is_constant(value) || constant_integers(value);
    });
}

ov::Output<ov::Node> copy_head(const Head& head, Replacements replacements) {
    for (const auto& node : head.nodes) {
        if (replacements.contains(node->output(0)))
            continue;
        const auto copied = node->clone_with_new_inputs(mapped_inputs(*node, replacements));
        for (const auto& output : node->outputs())
            replacements[output] = copied->output(output.get_index());
    }
    return replacements.at(head.output);
}

std::optional<ov::Output<ov::Node>> copy_head_with_batch(const Head& head,
                                                         const AxisTrace& trace,
                                                         Replacements replacements,
                                                         std::int64_t factor) {
    if (!is_self_contained(head))
        return std::nullopt;
    const BatchScaler scaler(trace, factor);
    try {
        for (const auto& node : head.nodes) {
            if (replacements.contains(node->output(0)))
                continue;
            const auto copied = scaler.copy(*node, mapped_inputs(*node, replacements));
            if (!scaler.is_scaled(*node, *copied))
                return std::nullopt;
            for (const auto& output : node->outputs())
                replacements[output] = copied->output(output.get_index());
        }
    } catch (const ov::Exception&) {
        return std::nullopt;  // an operation that insists on the old batch
    }
    return replacements.at(head.output);
}

}  // namespace vinoscope
