// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Shrikumar et al., arXiv:1605.01713: S = sum over channels of x G.
WhiteBoxMap input_x_gradient(const WhiteBox& box) {
    const auto at = input_gradient(box);
    return map_at(at.layer, sum(at.activations * at.gradient, over_channels), "sum of input times gradient");
}

}  // namespace vinoscope
