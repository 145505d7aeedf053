// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vinoscope/attribution.hpp"
#include "vinoscope/black_box.hpp"

namespace vinoscope {

/// @throws Error (usage) for a number that makes no sense, whatever the model and the method.
void require_sensible(const BlackBoxOptions& options);
void require_sensible(const AttributionOptions& options);

}  // namespace vinoscope
