// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vinoscope/choices.hpp"

namespace vinoscope {

/// How class scores become what people read.
enum class ScoreScale { as_is, softmax, sigmoid };

/// "as is", "softmax" or "sigmoid".
std::string to_string(ScoreScale scale);

/// Returns the scale of a conversion, or std::nullopt if it is automatic.
std::optional<ScoreScale> scale_of(ScoreConversion conversion);

std::vector<float> scaled(std::vector<float> scores, ScoreScale scale);

}  // namespace vinoscope
