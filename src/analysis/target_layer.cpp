// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/target_layer.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>
#include <memory>
#include <openvino/op/concat.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/matmul.hpp>
#include <ranges>
#include <set>
#include <span>

#include "analysis/dominators.hpp"
#include "analysis/head.hpp"
#include "analysis/pointwise.hpp"
#include "ops/constant_value.hpp"
#include "ops/find_operation.hpp"
#include "ops/operations.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// A token, such as the class token, is picked out, and no cell goes with it.
bool picks_no_cell(const ov::Node& node, const AxisTrace& trace) {
    const auto* axes = trace.find(&node);
    return operation_of(node).kind == Kind::part && axes != nullptr &&
           std::ranges::none_of(
               *axes, [](const Axis& axis) { return counts(axis, Origin::height) || counts(axis, Origin::width); });
}

// Whether the scores depend on the cells of `layer`: not when each goes its own way until another token is read.
// @param part the operations between `layer` and the next one, or the scores
bool scores_depend_on_cells(std::span<const std::shared_ptr<ov::Node>> part,
                            const AxisTrace& trace,
                            const SpatialLayer& layer,
                            const ov::Output<ov::Node>& scores) {
    std::set<ov::Output<ov::Node>> placed = {layer.value};
    for (const auto& node : part) {
        const auto inputs = node->input_values();
        const bool sees_cells = std::ranges::any_of(inputs, [&](const auto& value) { return placed.contains(value); });
        if (!sees_cells || is_shape_of(*node) || picks_no_cell(*node, trace))
            continue;
        if (!keeps_places(*node, trace))
            return true;
        for (const auto& output : node->outputs())
            placed.insert(output);
    }
    return placed.contains(scores);
}

bool has_weights_between(const ov::Model& model, const ov::Output<ov::Node>& from, const ov::Output<ov::Node>& to) {
    return from != to && std::ranges::any_of(head_between(model, from, to).nodes,
                                             [](const auto& node) { return has_weights(*node); });
}

}  // namespace

std::vector<SpatialLayer> spatial_layers(const ov::Model& model,
                                         const AxisTrace& trace,
                                         const ImageInput& input,
                                         const ov::Output<ov::Node>& scores) {
    return layers_with_places(data_dominators(model, model.input(input.index).get_node(), scores), trace);
}

std::vector<SpatialLayer> spatial_layers(const ov::Model& model, const AxisTrace& trace, const ImageInput& input) {
    ov::OutputVector sinks;
    for (const auto& result : model.get_results())
        sinks.push_back(result->input_value(0));
    return common_layers(model, trace, input, sinks);
}

std::vector<SpatialLayer> layers_affecting_scores(const ov::Model& model,
                                                  const AxisTrace& trace,
                                                  std::vector<SpatialLayer> layers,
                                                  const ov::Output<ov::Node>& scores) {
    if (layers.empty())
        return layers;
    // Each layer passes on all that comes before it, so that what depends on its cells and not on those of a later
    // layer stands between the two in the order of the data.
    const auto first = layers.front();
    const auto nodes = head_between(model, first.value, scores).nodes;
    auto end = nodes.end();
    while (!layers.empty()) {
        const auto& layer = layers.back();
        auto begin = end;
        while (begin != nodes.begin() && std::prev(begin)->get() != layer.value.get_node())
            --begin;
        const bool leads_to_scores = begin != nodes.begin() || layer.value == first.value;
        if (leads_to_scores && scores_depend_on_cells({begin, end}, trace, layer, scores))
            break;
        if (leads_to_scores)
            end = begin;
        layers.pop_back();
    }
    return layers;
}

SpatialLayer target_layer(const ov::Model& model, const std::vector<SpatialLayer>& layers, std::string_view name) {
    if (layers.empty())
        throw Error(ErrorKind::unsupported,
                    "white-box methods need a layer with a height and a width that all scores depend on, and this "
                    "model has none");
    if (name.empty())
        return layers.back();
    const auto found = std::ranges::find_if(
        layers, [&](const SpatialLayer& layer) { return is_called(*layer.value.get_node(), name); });
    if (found != layers.end())
        return *found;
    find_operation(model, name);
    throw Error(
        ErrorKind::unsupported,
        fmt::format("operation \"{}\" cannot be the target layer: it has no height and width, or the scores bypass "
                    "it; the last suitable layer is \"{}\"",
                    name,
                    layers.back().name()));
}

SpatialLayer any_layer(const ov::Model& model,
                       const AxisTrace& trace,
                       const std::vector<SpatialLayer>& layers,
                       std::string_view name) {
    for (const auto& node : model.get_ops()) {
        const auto* axes = is_called(*node, name) ? trace.find(node.get()) : nullptr;
        if (const auto grid = axes != nullptr ? spatial_grid(*axes) : std::nullopt)
            return {node->output(0), *grid};
    }
    return target_layer(model, layers, name);
}

std::vector<SpatialLayer> layers_with_places(const ov::OutputVector& values, const AxisTrace& trace) {
    std::vector<SpatialLayer> layers;
    for (const auto& value : values) {
        const auto* axes = trace.find(value);
        const auto grid = axes ? spatial_grid(*axes) : std::nullopt;
        if (grid && grid->cells() > 1)
            layers.push_back({value, *grid});
    }
    return layers;
}

std::vector<SpatialLayer> common_layers(const ov::Model& model,
                                        const AxisTrace& trace,
                                        const ImageInput& input,
                                        const ov::OutputVector& answers) {
    return layers_with_places(common_dominators(model, model.input(input.index).get_node(), answers), trace);
}

std::vector<SpatialLayer> joined_levels(const ov::Model& model, const AxisTrace& trace, const ImageInput& input) {
    ov::OutputVector answers;
    for (const auto& result : model.get_results())
        answers.push_back(result->input_value(0));
    const auto common = common_dominators(model, model.input(input.index).get_node(), answers);
    for (const auto& value : std::views::reverse(common)) {
        const auto has_weights_behind = [&](const auto& answer) { return has_weights_between(model, value, answer); };
        if (!ov::is_type<ov::op::v0::Concat>(value.get_node()) || std::ranges::none_of(answers, has_weights_behind))
            continue;
        const auto parts = value.get_node()->input_values();
        auto levels = layers_with_places(parts, trace);
        const auto other_size = [&](const auto& level) { return level.grid.cells() != levels.front().grid.cells(); };
        if (levels.size() == parts.size() && std::ranges::any_of(levels, other_size))
            return levels;
    }
    return {};
}

bool has_weights(const ov::Node& node) {
    if (ov::is_type<ov::op::v0::MatMul>(&node))
        return is_known(node.input_value(0)) || is_known(node.input_value(1));
    return ov::is_type<ov::op::v1::Convolution>(&node) || ov::is_type<ov::op::v1::GroupConvolution>(&node) ||
           ov::is_type<ov::op::v1::ConvolutionBackpropData>(&node) ||
           ov::is_type<ov::op::v1::GroupConvolutionBackpropData>(&node);
}

std::vector<SpatialLayer> feature_layers(const ov::Model& model,
                                         std::vector<SpatialLayer> layers,
                                         const ov::OutputVector& answers) {
    const auto is_feature = [&](const SpatialLayer& layer) {
        return std::ranges::any_of(answers,
                                   [&](const auto& answer) { return has_weights_between(model, layer.value, answer); });
    };
    while (!layers.empty() && !is_feature(layers.back()))
        layers.pop_back();
    return layers;
}

std::vector<SpatialLayer> layers_of_channels(const ov::Model& model,
                                             const AxisTrace& trace,
                                             std::vector<SpatialLayer> layers,
                                             const ov::Output<ov::Node>& scores) {
    const auto is_answer = [&](const SpatialLayer& layer) {
        return values_per_image(trace.at(layer.value)) == layer.grid.cells() &&
               !has_weights_between(model, layer.value, scores);
    };
    while (!layers.empty() && is_answer(layers.back()))
        layers.pop_back();
    return layers;
}

}  // namespace vinoscope
