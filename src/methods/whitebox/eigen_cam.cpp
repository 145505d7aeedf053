// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/places.hpp"
#include "methods/levels.hpp"
#include "methods/method.hpp"
#include "methods/principal_component.hpp"

namespace vinoscope {
namespace {

// Muhammad and Yeasin, "Eigen-CAM", arXiv:2008.00299: S is the projection of A on its first principal component.
WhiteBoxMap map_of(const WhiteBox& box) {
    const auto component = [&](const SpatialLayer& layer) {
        return as_map(layer, first_component(channels_and_places(box.trace, layer, layer.value)));
    };
    const std::string remark = "principal component of the activations";
    const auto levels = chosen_levels(box);
    if (levels.empty()) {
        const auto layer = any_layer(box.model, box.trace, box.layers, box.target_layer);
        return {component(layer), layer, remark};
    }
    Values maps;
    for (const auto& level : levels)
        maps.push_back(of_unit_range(component(level)));
    return over_levels(levels, maps, remark);
}

}  // namespace

Method eigen_cam() {
    return {.info = {.name = "eigen-cam",
                     .title = "EigenCAM",
                     .summary = "first principal component of the last feature map",
                     .source = "arXiv:2008.00299"},
            .needs = {.activations = true},
            .granularity = Granularity::per_image,
            .run = map_of,
            .needs_scores = false};
}

}  // namespace vinoscope
