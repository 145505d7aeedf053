// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/dominators.hpp"

#include <algorithm>
#include <ranges>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "ops/build.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

using Nodes = std::vector<const ov::Node*>;

// The nodes on a data path from source to a sink, in topological order.
std::vector<std::shared_ptr<ov::Node>> nodes_between(const ov::Model& model,
                                                     const ov::Node* source,
                                                     const std::unordered_set<const ov::Node*>& sinks) {
    const auto ordered = model.get_ordered_ops();
    std::unordered_set<const ov::Node*> behind = {source};
    for (const auto& node : ordered)
        if (!is_shape_of(*node) && std::ranges::any_of(node->input_values(), [&](const auto& value) {
                return behind.contains(value.get_node());
            }))
            behind.insert(node.get());
    auto before = sinks;
    std::vector<std::shared_ptr<ov::Node>> result;
    for (const auto& node : std::views::reverse(ordered)) {
        if (!before.contains(node.get()) || !behind.contains(node.get()))
            continue;
        result.push_back(node);
        for (const auto& value : node->input_values())
            before.insert(value.get_node());
    }
    std::ranges::reverse(result);
    return result;
}

}  // namespace

std::vector<ov::Output<ov::Node>> data_dominators(const ov::Model& model,
                                                  const ov::Node* source,
                                                  const ov::Output<ov::Node>& sink) {
    auto result = common_dominators(model, source, {sink});
    if (result.empty() || result.back().get_node() != sink.get_node())
        return {};
    return result;
}

// In a topological order a node dominates all sinks exactly when no edge leads from before it to behind it, and no sink
// is before it.
std::vector<ov::Output<ov::Node>> common_dominators(const ov::Model& model,
                                                    const ov::Node* source,
                                                    const ov::OutputVector& sinks) {
    std::unordered_set<const ov::Node*> ends;
    for (const auto& sink : sinks)
        ends.insert(sink.get_node());
    const auto nodes = nodes_between(model, source, ends);
    std::unordered_map<const ov::Node*, std::size_t> position;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        position[nodes[i].get()] = i;
    if (!position.contains(source))
        return {};

    std::vector<ov::Output<ov::Node>> result;
    std::size_t reach = 0;  // the farthest node that something before the current one cell_inputs
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        std::set<ov::Output<ov::Node>> used;
        std::size_t farthest = reach;
        for (const auto& output : nodes[i]->outputs()) {
            if (std::ranges::count(sinks, output) > 0)
                used.insert(output);
            for (const auto& input : output.get_target_inputs()) {
                const auto consumer = position.find(input.get_node());
                if (consumer == position.end())
                    continue;
                farthest = std::max(farthest, consumer->second);
                used.insert(output);
            }
        }
        if (reach <= i && used.size() == 1 && i > 0)
            result.push_back(*used.begin());
        if (ends.contains(nodes[i].get()))
            break;
        reach = farthest;
    }
    return result;
}

}  // namespace vinoscope
