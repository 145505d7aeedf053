// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// What a map is worth, and in one line why it is not ok.
struct StatusAndReason {
    MapStatus status = MapStatus::ok;
    std::string reason;  ///< empty when ok
};

/// Classifies the values of one map; no values at all count as flat.
StatusAndReason status_of(std::span<const float> values);

}  // namespace vinoscope
