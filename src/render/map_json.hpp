// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// All that `map` holds as a JSON object (docs/reference/map.schema.json); what is empty is left out, and a number that
/// is not finite is null.
std::vector<std::byte> encode_json(const SaliencyMap& map);

}  // namespace vinoscope
