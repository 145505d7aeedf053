// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace vinoscope::test {

/// Spearman's correlation of ranks; equal values share the mean of their ranks. NaN when the sizes differ or one side
/// is flat.
double rank_correlation(std::span<const float> a, std::span<const float> b);

}  // namespace vinoscope::test
