// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/feature_layers.hpp"

#include <algorithm>
#include <openvino/op/concat.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/matmul.hpp>
#include <ranges>

#include "analysis/dominators.hpp"
#include "analysis/head.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

bool has_weights_between(const ov::Model& model, const ov::Output<ov::Node>& from, const ov::Output<ov::Node>& to) {
    return from != to && std::ranges::any_of(head_between(model, from, to).nodes,
                                             [](const auto& node) { return has_weights(*node); });
}

}  // namespace

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
