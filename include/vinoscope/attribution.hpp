// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace vinoscope {

/// How methods that average gradients over many inputs (integrated gradients, SmoothGrad, ...) choose these inputs. The
/// baseline is that of BlackBoxOptions.
struct AttributionOptions {
    int steps = 50;                       ///< inputs between the baseline and the image, for integrated gradients
    std::string rule = "gauss-legendre";  ///< where they lie and how much each counts: "gauss-legendre" (exact for
                                          ///< polynomials), "trapezoid" (ends included) or "midpoint"
    std::size_t samples = 0;              ///< random inputs; 0: 50 noisy images, or 200 pairs of expected gradients
    double noise = 0.15;  ///< standard deviation of the noise as a share of the range of the input's values
};

}  // namespace vinoscope
