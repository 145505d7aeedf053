// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "task/task_table.hpp"

namespace vinoscope {

/// The best `count` classes, best first; equal scores in the order of their indices.
/// @throws Error (bad_model) when a score is NaN or infinite.
std::vector<Prediction> class_predictions(const Answer& answer, const AnswerContext& context, int count);

/// One question for each class that is asked about.
std::vector<Question> class_questions(const TargetRequests& requests,
                                      const Answer& answer,
                                      const AnswerContext& context);

}  // namespace vinoscope
