// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "task/score_scale.hpp"
#include "vinoscope/answer.hpp"

namespace vinoscope {

/// Knows which outputs of a model hold its answer, and reads them.
struct AnswerReader {
    std::string decoder;               ///< what reads, by name
    std::vector<std::size_t> outputs;  ///< positions of the outputs that `read` wants, in this order
    std::int64_t classes = 0;          ///< 0 when only an answer tells
    ScoreScale scale = ScoreScale::as_is;
    bool probabilities = false;  ///< whether the scores that questions read lie in 0..1
    Postprocess read;
    std::string evidence;  ///< how it was chosen, one line
};

}  // namespace vinoscope
