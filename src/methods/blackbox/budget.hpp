// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "vinoscope/black_box.hpp"

namespace vinoscope {

constexpr std::size_t most_inferences = 50000;  // bounds the memory for their scores

/// How many inferences a method that samples may take: exactly, or at most where the options limit the time.
/// @throws Error (usage) for an unknown budget.
std::size_t inference_budget(const BlackBoxOptions& options);

/// For methods that cannot tell when their map is stable. @throws Error (usage) when the options ask for it
void refuse_until_stable(const BlackBoxOptions& options, std::string_view method);

}  // namespace vinoscope
