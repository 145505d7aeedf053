// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "methods/gradient_box.hpp"

namespace vinoscope {

/// Mean and variance of the gradients of noisy images, `[channels][height][width]`.
struct NoisyGradients {
    std::vector<float> mean;
    std::vector<float> variance;
};

NoisyGradients noisy_gradients(const GradientBox& box);

}  // namespace vinoscope
