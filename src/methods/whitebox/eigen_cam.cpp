// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/places.hpp"
#include "methods/methods.hpp"
#include "methods/principal_component.hpp"

namespace vinoscope {

// Muhammad and Yeasin, "Eigen-CAM", arXiv:2008.00299: S is the projection of A on its first principal component.
WhiteBoxMap eigen_cam(const WhiteBox& box) {
    const auto layer = any_layer(box.model, box.trace, box.layers, box.target_layer);
    const auto places = channels_and_places(box.trace, layer, layer.value);
    return {as_map(layer, first_component(places)), layer, "principal component of the activations"};
}

}  // namespace vinoscope
