// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "explain/explained_model.hpp"
#include "infer/masked_input.hpp"
#include "infer/scorer.hpp"

namespace vinoscope {

/// What inferences of `model` fill and take; the rest is for the caller.
ScoreJob job_of(const ExplainedModel& model);

/// What the model says to the whole picture.
Answer ask_whole(RequestPool& requests, const MaskedInput& image, const AnswerReader& reader, ScoreJob job);

/// The scores of an answer, one for each question.
void answer_questions(Answer answer,
                      const AnswerReader& reader,
                      const std::vector<Question>& questions,
                      std::span<float> scores);

}  // namespace vinoscope
