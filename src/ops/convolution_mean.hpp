// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "ops/build.hpp"

namespace vinoscope {

/// The mean over all places of a map `[N,K,h,w]` that a convolution with constant weights computes, perhaps transposed
/// and perhaps with a bias added, as the sum of what each place that it reads contributes: `[N,K]`. The number is the
/// same; the graph now treats each place by itself. Nothing for kernels of one cell, where it does so already, for
/// other maps, and for open sizes.
std::optional<Value> convolution_mean(const Value& map);

}  // namespace vinoscope
