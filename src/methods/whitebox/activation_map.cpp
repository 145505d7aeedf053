// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/place_mean.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// S = mean of the feature map A over its channels.
WhiteBoxMap activation_map(const WhiteBox& box) {
    const auto layer = target_layer(box.model, box.layers, box.target_layer);
    return {place_mean(box.trace, layer), layer, "mean over channels"};
}

}  // namespace vinoscope
