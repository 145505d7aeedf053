// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gradient/expression.hpp"

namespace vinoscope {

/// Writes the rectifiers that `score` depends on as what they are, without changing a number: Maximum(x, 0) becomes
/// Relu, and a Maximum and a Minimum with constant limits, in either order, become Clamp. The gradients of Relu and
/// Clamp read their own output only, so that nothing in between is kept and the plug-in goes on fusing them into the
/// convolution before. The names stay.
/// @param kept values whose operations stay as they are; so do those that something else reads, too
void recognize_rectifiers(const Value& score, const Values& kept);

}  // namespace vinoscope
