// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "model/score_output.hpp"
#include "vinoscope/explanation.hpp"

namespace vinoscope {

/// What Prediction::score means for an output: "softmax" when the graph ends in plain numbers, else "as is".
std::string score_meaning(const ScoreOutput& output);

/// The scores as people read them: see score_meaning().
std::vector<float> shown_scores(std::vector<float> scores, const ScoreOutput& output);

/// The best `count` classes, best first; equal scores in the order of their indices.
/// @throws Error (bad_model) when a score is NaN or infinite.
std::vector<Prediction> top_predictions(const std::vector<float>& scores,
                                        const std::vector<std::string>& labels,
                                        const ScoreOutput& output,
                                        int count);

}  // namespace vinoscope
