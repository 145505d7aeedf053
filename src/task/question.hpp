// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "vinoscope/answer.hpp"

namespace vinoscope {

/// A scalar question about what a model says: what a wish of the user means for one image.
struct Question {
    std::optional<std::int64_t> target;         ///< class index
    std::string label;                          ///< name of the class, or empty
    std::function<float(const Answer&)> score;  ///< of an answer whose scores are scaled (score_scale.hpp)

    /// Whether the score is that of the class `target` alone, so that a map of the class answers the question.
    bool by_class = true;
};

}  // namespace vinoscope
