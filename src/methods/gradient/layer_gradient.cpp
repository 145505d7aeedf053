// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"

#include <fmt/format.h>

#include "analysis/token_mixing.hpp"
#include "heads/places.hpp"
#include "methods/levels.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// In a transformer the norm that opens its last block: what attention reads, without the residual that by-passes it.
SpatialLayer chosen_layer(const WhiteBox& box) {
    const auto layers = layers_affecting_scores(box.model, box.trace, box.layers, box.scores);
    const auto layer = any_layer(box.model, box.trace, layers, box.target_layer);
    if (!box.target_layer.empty())
        return layer;
    const auto block = token_mixing_at(box.model, box.trace, box.layers, layer);
    if (!block || !block->normalized)
        return layer;
    return {*block->normalized, spatial_grid(box.trace.at(*block->normalized)).value_or(layer.grid)};
}

SpatialGrid grid_of(const ImageInput& input) {
    const auto rows = height_axis(input);
    return {.height = input.height, .width = input.width, .height_axis = rows, .width_axis = rows + 1};
}

}  // namespace

WhiteBoxMap class_activation_map(const WhiteBox& box, CamFormula formula, const std::string& remark) {
    const auto layers = chosen_levels(box);
    const auto used = layers.empty() ? std::vector{chosen_layer(box)} : layers;
    Values values;
    for (const auto& layer : used)
        values.push_back(layer.value);
    const auto gradients = backward(box.score, values);
    Values maps;
    for (std::size_t i = 0; i < used.size(); ++i) {
        const LayerGradient at{used[i],
                               channels_and_places(box.trace, used[i], values[i]),
                               channels_and_places(box.trace, used[i], gradients[i])};
        maps.push_back(as_map(used[i], formula(at)));
    }
    return over_levels(used, maps, remark);
}

LayerGradient input_gradient(const WhiteBox& box, const GradientRules& rules) {
    if (!box.target_layer.empty())
        throw Error(
            ErrorKind::usage,
            fmt::format("this method explains the model at its input; remove the target layer \"{}\", or use a method "
                        "that explains at a layer, e.g. grad-cam",
                        box.target_layer));
    const Value values = box.model.get_parameters().at(box.input.index)->output(0);
    const SpatialLayer input{values, grid_of(box.input)};
    const auto gradient = backward(box.score, {values}, rules).front();
    return {input,
            channels_and_places(box.trace, input, convert(values, gradient.get_element_type())),
            channels_and_places(box.trace, input, gradient)};
}

WhiteBoxMap map_at(const SpatialLayer& layer, const Value& map, std::string remark) {
    return {as_map(layer, map), layer, std::move(remark)};
}

}  // namespace vinoscope
