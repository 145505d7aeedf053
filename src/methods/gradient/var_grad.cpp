// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/noisy_gradients.hpp"
#include "methods/methods.hpp"

namespace vinoscope {

// Adebayo et al., "Sanity Checks for Saliency Maps", arXiv:1810.03292: S = the variance of G over noisy images, summed
// over channels.
GradientMap var_grad(const GradientBox& box) {
    return {.values = sum_of_channels(noisy_gradients(box).variance, box.sizes)};
}

}  // namespace vinoscope
