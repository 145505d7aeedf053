// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// How class scores become what people read.
enum class ScoreScale { as_is, softmax, sigmoid };

/// "as is", "softmax" or "sigmoid".
std::string to_string(ScoreScale scale);

/// Nothing for "auto", or the scale: "softmax", "sigmoid", or "raw" for as is. @throws Error (usage)
std::optional<ScoreScale> find_scale(std::string_view name);

std::vector<float> scaled(std::vector<float> scores, ScoreScale scale);

}  // namespace vinoscope
