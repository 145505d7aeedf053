// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "explain/explained_model.hpp"
#include "infer/masked_input.hpp"
#include "infer/scorer.hpp"
#include "methods/asked_score.hpp"
#include "task/question.hpp"

namespace vinoscope {

/// Returns a job with the input and outputs of `model`; the caller sets the rest.
ScoreJob job_of(const ExplainedModel& model);

/// Returns the target inputs of a method with one map per target.
Asked asked_by(const Question& question);

/// What the model says to the whole image. @param read of the outputs that `job` names
Answer ask_whole(RequestPool& requests, const MaskedInput& image, const Postprocess& read, ScoreJob job);

}  // namespace vinoscope
