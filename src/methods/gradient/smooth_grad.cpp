// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/noisy_gradients.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Smilkov et al., arXiv:1706.03825: the mean of G over noisy images; S = max over channels of its magnitude, as in
// Saliency.
GradientMap smooth_grad(const GradientBox& box) {
    return {.values = largest_of_channels(noisy_gradients(box).mean, box.sizes)};
}

}  // namespace vinoscope
