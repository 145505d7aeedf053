// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace vinoscope {

/// Replaces the pixels of a plane that `mask` hides (0): each becomes the weighted mean of its eight neighbours, the
/// direct ones counting twice (Rong et al., arXiv:2202.00449, section 5: linear imputation). Without a pixel that is
/// shown (1) nothing changes.
void impute(std::span<float> plane, int height, int width, std::span<const float> mask);

}  // namespace vinoscope
