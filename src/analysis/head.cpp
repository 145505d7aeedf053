// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/head.hpp"

#include <algorithm>
#include <ranges>
#include <set>
#include <unordered_set>

#include "ops/constant_value.hpp"

namespace vinoscope {
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
    return std::ranges::all_of(borrowed_values(head), is_known);
}

ov::OutputVector mapped_inputs(const ov::Node& node, const Replacements& values) {
    ov::OutputVector inputs;
    for (const auto& input : node.input_values()) {
        const auto found = values.find(input);
        inputs.push_back(found == values.end() ? input : found->second);
    }
    return inputs;
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

}  // namespace vinoscope
