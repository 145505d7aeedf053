// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/token_mixing.hpp"

#include <algorithm>
#include <string_view>

#include "graph/head.hpp"
#include "graph/pointwise.hpp"

namespace vinoscope {
namespace {

bool mixes_tokens(const Head& part, const AxisTrace& trace) {
    return std::ranges::any_of(part.nodes, [&](const auto& node) { return mixes_places(*node, trace); });
}

// A norm does not mix channels with learned matrices: those belong to the mixing itself.
bool is_norm(const Head& part, const AxisTrace& trace) {
    return std::ranges::all_of(part.nodes, [&](const auto& node) {
        const std::string_view type = node->get_type_name();
        return is_pointwise(*node, trace) && type != "MatMul" && type != "Convolution" && type != "GroupConvolution";
    });
}

// Grows a norm from its input: the farthest tensor that is all the mixing reads of the entry besides the residual.
std::optional<ov::Output<ov::Node>> norm_behind(const ov::Model& model,
                                                const AxisTrace& trace,
                                                const SpatialLayer& entry,
                                                const ov::Output<ov::Node>& exit) {
    std::optional<ov::Output<ov::Node>> result;
    for (const auto& node : head_between(model, entry.value, exit).nodes) {
        const auto value = node->output(0);
        if (value == exit)
            break;
        const auto* axes = trace.find(value);
        const auto grid = axes ? spatial_grid(*axes) : std::nullopt;
        if (!grid || grid->cells() != entry.grid.cells() || !is_pointwise(*node, trace))
            continue;
        const auto part = head_between(model, entry.value, value);
        const bool ends_here = std::ranges::none_of(value.get_target_inputs(), [&](const auto& input) {
            const auto grown = head_between(model, entry.value, input.get_node()->output(0));
            return is_norm(grown, trace);
        });
        if (is_norm(part, trace) && ends_here)
            return value;
    }
    return result;
}

}  // namespace

std::optional<TokenMixing> last_token_mixing(const ov::Model& model,
                                             const AxisTrace& trace,
                                             const std::vector<SpatialLayer>& layers) {
    if (layers.empty() || !layers.back().grid.tokens())
        return std::nullopt;
    for (auto exit = layers.rbegin(); exit + 1 != layers.rend(); ++exit) {
        const auto& entry = *(exit + 1);
        if (mixes_tokens(head_between(model, entry.value, exit->value), trace))
            return token_mixing_at(model, trace, layers, entry);
    }
    return std::nullopt;
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
