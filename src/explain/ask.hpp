// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "explain/explained_model.hpp"
#include "infer/masked_input.hpp"
#include "infer/scorer.hpp"
#include "methods/asked_score.hpp"
#include "task/question.hpp"

namespace vinoscope {

/// What inferences of `model` fill and take; the rest is for the caller.
ScoreJob job_of(const ExplainedModel& model);

/// What a method that answers one target is asked.
Asked asked_by(const Question& question);

/// What the model says to the whole image. @param read of the outputs that `job` names
Answer ask_whole(RequestPool& requests, const MaskedInput& image, const Postprocess& read, ScoreJob job);

}  // namespace vinoscope
