// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace vinoscope {

/// Writes mask `index`, `[height][width]` of the model's input: 1 shows the image, 0 the baseline.
using DrawMask = std::function<void(std::size_t index, std::span<float> mask)>;

/// The target's score of each of `count` masked versions of an image.
using MaskScorer = std::function<std::vector<float>(std::size_t count, const DrawMask& draw)>;

}  // namespace vinoscope
