// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Simonyan, Vedaldi and Zisserman, arXiv:1312.6034, section 3.1: S = max over channels of |G|.
WhiteBoxMap saliency(const WhiteBox& box) {
    const auto at = input_gradient(box);
    return map_at(at.layer, maximum(abs(at.gradient), over_channels), "largest gradient of the channels");
}

}  // namespace vinoscope
