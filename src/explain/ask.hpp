// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "explain/explained_model.hpp"
#include "infer/masked_input.hpp"
#include "infer/scorer.hpp"

namespace vinoscope {

/// What inferences of `model` fill and take; the rest is for the caller.
ScoreJob job_of(const ExplainedModel& model);

/// What the model says to the whole picture.
Answer ask_whole(RequestPool& requests, const MaskedInput& image, const AnswerReader& reader, ScoreJob job);

}  // namespace vinoscope
