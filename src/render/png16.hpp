// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// The values of `map`, which is ok, as a PNG file of its own size in 16 bits of grey: the lowest is 0, the highest
/// 65535.
std::vector<std::byte> encode_png16(const SaliencyMap& map);

}  // namespace vinoscope
