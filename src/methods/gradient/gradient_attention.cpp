// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <openvino/core/graph_util.hpp>
#include <ranges>

#include "gradient/backward.hpp"
#include "methods/gradient/layer_gradient.hpp"
#include "methods/method.hpp"
#include "ops/attention.hpp"
#include "ops/build.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using Attention = ov::op::v13::ScaledDotProductAttention;

constexpr std::int64_t head_axis = 1;
constexpr std::int64_t key_axis = 3;

std::vector<std::shared_ptr<ov::Node>> nodes_before(const Value& score) {
    return ov::topological_sort(std::vector{score.get_node_shared_ptr()});
}

std::int64_t count_of(const SpatialGrid& grid) {
    return grid.prefix + grid.cells() + grid.suffix;
}

// [batch,heads,tokens,...], or without the batch where that is 1, and no windows of tokens among the first axes.
bool holds_all_tokens(const WhiteBox& box, const Value& value, std::int64_t tokens) {
    const auto* axes = box.trace.find(value);
    const auto& shape = value.get_partial_shape();
    const auto rank = shape.size();
    return axes != nullptr && (rank == 4 || (rank == 3 && box.input.batch == 1)) && shape[rank - 2] == tokens &&
           std::none_of(axes->begin(), axes->end() - 2, [](const Axis& axis) {
               return counts(axis, Origin::height) || counts(axis, Origin::width);
           });
}

// Whether all tokens attend to all.
bool is_attention(const WhiteBox& box, ov::Node& node, std::int64_t tokens) {
    const auto value = node.output(0);
    if (ov::is_type<Attention>(&node))
        return value.get_partial_shape().size() == 4 && holds_all_tokens(box, node.input_value(0), tokens) &&
               holds_all_tokens(box, node.input_value(1), tokens);
    const auto axis = softmax_axis(node);
    const auto last = std::ssize(value.get_partial_shape()) - 1;
    return axis && *axis == last && value.get_partial_shape()[last] == tokens && holds_all_tokens(box, value, tokens);
}

// The last layer whose tokens all see each other in some attention of the model.
const SpatialLayer* attended_layer(const WhiteBox& box) {
    const auto nodes = nodes_before(box.scores);
    for (const auto& layer : std::views::reverse(box.layers))
        if (layer.grid.tokens() && std::ranges::any_of(nodes, [&](const auto& node) {
                return is_attention(box, *node, count_of(layer.grid));
            }))
            return &layer;
    return nullptr;
}

// The probabilities of fused attention become a value of the graph.
Value decomposed_attention(const std::shared_ptr<ov::Node>& node) {
    const auto* fused = ov::as_type<const Attention>(node.get());
    if (fused == nullptr)
        return node->output(0);
    const auto probabilities = attention_probabilities(*fused, attention_scale(*fused));
    const auto mixed = matmul(probabilities, fused->input_value(2)).get_node_shared_ptr();
    mixed->set_friendly_name(node->get_friendly_name());
    ov::replace_node(node, mixed);
    return probabilities;
}

// Of all blocks, in the order of the data flow.
Values attention_matrices(const WhiteBox& box, std::int64_t tokens) {
    Values matrices;
    for (const auto& node : nodes_before(box.score))
        if (is_attention(box, *node, tokens))
            matrices.push_back(decomposed_attention(node));
    return matrices;
}

Value with_batch(const Value& matrix) {
    return rank_of(matrix) == 4 ? matrix : unsqueeze(matrix, {0});
}

// [batch,1,tokens]: 1/n for each of the n tokens that the score reads behind the last attention.
Value tokens_read(const Value& gradient) {
    const auto reads = greater(maximum(abs(gradient), {head_axis, key_axis}, false), 0);
    const auto count = where(reads, number_like(gradient, 1));
    const auto share = where(reads, count / sum(count, {1}));
    return unsqueeze(share, {1});
}

bool has_attention(const WhiteBox& box) {
    return attended_layer(box) != nullptr;
}

// Chefer, Gur and Wolf, "Generic Attention-model Explainability", arXiv:2103.15679, equations 5 and 6 for
// self-attention: R = I, then R = R + mean over heads of ReLU(A G) R for each block; S = the row of R of the token that
// is read, the mean of the rows when several are. A row needs no matrix R: r = r + r ReLU(A G), from the last block.
WhiteBoxMap map_of(const WhiteBox& box) {
    if (!box.target_layer.empty())
        throw Error(ErrorKind::usage,
                    fmt::format("gradient-attention uses all blocks; remove the target layer \"{}\", or use a method "
                                "that explains at a layer, e.g. grad-cam",
                                box.target_layer));
    const auto* const layer = attended_layer(box);
    if (layer == nullptr)
        throw Error(ErrorKind::unsupported,
                    "gradient-attention needs a vision transformer, and this model has no attention between all "
                    "patches; try --method grad-cam");
    const auto matrices = attention_matrices(box, count_of(layer->grid));
    const auto gradients = backward(box.score, matrices);
    auto row = tokens_read(with_batch(gradients.back()));
    for (auto block = matrices.size(); block-- > 0;) {
        const auto weighed = relu(with_batch(matrices[block]) * with_batch(gradients[block]));
        row = row + matmul(row, mean(weighed, {head_axis}, false));
    }
    const auto patches = crop(row, 2, layer->grid.prefix, layer->grid.prefix + layer->grid.cells());
    const auto blocks = matrices.size();
    return map_at(*layer,
                  patches,
                  fmt::format("positive gradient times attention through {} block{}", blocks, blocks == 1 ? "" : "s"));
}

}  // namespace

Method gradient_attention() {
    return {
        .info =
            {.name = "gradient-attention",
             .title = "Gradient Attention",
             .summary =
                 "attention of a transformer to each patch, weighted by positive gradients and accumulated over blocks",
             .source = "arXiv:2103.15679"},
        .needs = {.activations = true, .gradients = true},
        .granularity = Granularity::per_target,
        .run = map_of,
        .suits = has_attention,
        .positive_only = true};
}

}  // namespace vinoscope
