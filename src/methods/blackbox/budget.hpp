// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "vinoscope/black_box.hpp"

namespace vinoscope {

constexpr std::size_t most_inferences = 50000;  // bounds the memory for their scores

/// How many inferences a method that samples may take: exactly, or at most where the options limit the time.
/// @throws Error (usage) for an unknown budget.
std::size_t inference_budget(const BlackBoxOptions& options);

}  // namespace vinoscope
