// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace vinoscope {

/// Options of methods that average gradients over many inputs (integrated gradients, SmoothGrad, ...). The baseline is
/// that of BlackBoxOptions.
struct AttributionOptions {
    /// The number of inputs between the baseline and the image, for integrated gradients.
    int steps = 50;

    /// The quadrature rule of these inputs: "gauss-legendre" (exact for polynomials), "trapezoid" (includes the ends)
    /// or "midpoint".
    std::string rule = "gauss-legendre";

    /// The number of random inputs. 0 means 50 noisy images, or 200 pairs for expected gradients.
    std::size_t samples = 0;

    /// The standard deviation of the noise, as a fraction of the range of the input's values.
    double noise = 0.15;
};

}  // namespace vinoscope
