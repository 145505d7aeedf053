// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "outputs/score_scale.hpp"
#include "task/input_frame.hpp"

namespace vinoscope {

/// What the meaning of an answer depends on besides the answer.
struct AnswerContext {
    const std::vector<std::string>& labels;  ///< one name a class, or empty
    ScoreScale scale = ScoreScale::as_is;
    bool probabilities = false;  ///< whether scaled scores lie in 0..1
    bool exclusive = false;      ///< whether they add up to 1, as behind a softmax
    std::size_t classes = 0;     ///< 0: not known
    InputFrame frame = {};
    double min_score = 0;   ///< of listed boxes
    bool by_class = false;  ///< whether requests that do not specify it are for classes, not single boxes

    /// The name of a class, or empty.
    std::string label_of(std::int64_t index) const;
};

}  // namespace vinoscope
