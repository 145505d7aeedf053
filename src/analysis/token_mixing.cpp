// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/token_mixing.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <unordered_set>

#include "analysis/head.hpp"
#include "analysis/pointwise.hpp"
#include "ops/build.hpp"
#include "ops/operations.hpp"

namespace vinoscope {
namespace {

// A norm does not mix channels with learned matrices: those belong to the mixing itself.
bool is_part_of_norm(const ov::Node& node, const AxisTrace& trace) {
    const auto kind = operation_of(node).kind;
    return kind != Kind::product && kind != Kind::convolution && is_pointwise(node, trace);
}

// The operations that lead from `entry` through parts of a norm only.
std::unordered_set<const ov::Node*> norms_of(const ov::Model& model, const AxisTrace& trace, const Value& entry) {
    std::unordered_set<const ov::Node*> dependent;
    std::unordered_set<const ov::Node*> norms;
    for (const auto& node : model.get_ordered_ops()) {
        bool depends = false;
        bool leads_from_norms = true;
        for (const auto& input : node->input_values()) {
            const auto* source = input.get_node();
            depends |= input == entry || dependent.contains(source);
            leads_from_norms &= input == entry || !dependent.contains(source) || norms.contains(source);
        }
        if (!depends)
            continue;
        dependent.insert(node.get());
        if (leads_from_norms && is_part_of_norm(*node, trace))
            norms.insert(node.get());
    }
    return norms;
}

// Grows a norm from its input: the farthest tensor that is all the mixing reads of the entry besides the residual.
std::optional<Value> norm_behind(const ov::Model& model,
                                 const AxisTrace& trace,
                                 const SpatialLayer& entry,
                                 const Value& exit) {
    const auto norms = norms_of(model, trace, entry.value);
    for (const auto& node : head_between(model, entry.value, exit).nodes) {
        const auto value = node->output(0);
        if (value == exit)
            break;
        const auto* axes = trace.find(value);
        const auto grid = axes ? spatial_grid(*axes) : std::nullopt;
        if (!grid || grid->cells() != entry.grid.cells() || !norms.contains(node.get()))
            continue;
        const bool ends_here = std::ranges::none_of(
            value.get_target_inputs(), [&](const auto& input) { return norms.contains(input.get_node()); });
        if (ends_here)
            return value;
    }
    return std::nullopt;
}

}  // namespace

std::optional<TokenMixing> last_token_mixing(const ov::Model& model,
                                             const AxisTrace& trace,
                                             const std::vector<SpatialLayer>& layers) {
    if (layers.empty() || !layers.back().grid.tokens())
        return std::nullopt;
    // All data between the first and the last layer passes through each layer, so that the operations between two of
    // them stand between them in the order of the data, too.
    const auto nodes = head_between(model, layers.front().value, layers.back().value).nodes;
    const auto mixing =
        std::ranges::find_if(std::views::reverse(nodes), [&](const auto& node) { return mixes_places(*node, trace); });
    if (mixing == nodes.rend())
        return std::nullopt;
    std::unordered_set<const ov::Node*> before;
    for (auto node = std::next(mixing); node != nodes.rend(); ++node)
        before.insert(node->get());
    auto entry = layers.front();
    for (const auto& layer : layers)
        if (before.contains(layer.value.get_node()))
            entry = layer;
    return token_mixing_at(model, trace, layers, entry);
}

std::optional<TokenMixing> token_mixing_at(const ov::Model& model,
                                           const AxisTrace& trace,
                                           const std::vector<SpatialLayer>& layers,
                                           const SpatialLayer& entry) {
    const auto exit = std::ranges::find(layers, entry.value, &SpatialLayer::value) + 1;
    if (!entry.grid.tokens() || exit == layers.end())
        return std::nullopt;
    return TokenMixing{entry, norm_behind(model, trace, entry, exit->value)};
}

}  // namespace vinoscope
