// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/places.hpp"
#include "methods/levels.hpp"
#include "methods/method.hpp"

namespace vinoscope {
namespace {

// S = mean of the feature map A over its channels.
WhiteBoxMap map_of(const WhiteBox& box) {
    const std::string remark = "mean over channels";
    const auto levels = chosen_levels(box);
    if (levels.empty()) {
        const auto layer = target_layer(box.model, box.layers, box.target_layer);
        return {place_mean(box.trace, layer), layer, remark};
    }
    Values maps;
    for (const auto& level : levels)
        maps.push_back(of_unit_range(place_mean(box.trace, level)));
    return over_levels(levels, maps, remark);
}

}  // namespace

Method activation_map() {
    return {.info = {.name = "activation-map",
                     .title = "ActivationMap",
                     .summary = "mean of the last feature map over its channels",
                     .source = "OpenVINO Explainable AI Toolkit"},
            .needs = {.activations = true},
            .granularity = Granularity::per_image,
            .run = map_of,
            .needs_scores = false};
}

}  // namespace vinoscope
