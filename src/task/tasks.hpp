// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "task/answer_context.hpp"
#include "task/resolved_target.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

using Predictions = std::vector<Prediction>;
using ResolvedTargets = std::vector<ResolvedTarget>;

/// The best `count` classes, best first; equal scores in the order of their indices.
/// @throws Error (bad_model) when a score is NaN or infinite.
Predictions class_predictions(const Answer& answer, const AnswerContext& context, int count);

/// One target for each requested class.
ResolvedTargets class_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context);

/// @throws Error (bad_model) when a score is NaN or infinite.
void require_finite(const std::vector<float>& scores);

/// The first `count` values; of one value for every place their mean.
Predictions value_predictions(const Answer& answer, const AnswerContext& context, int count);

/// One target for each requested value, or for the mean over each requested region.
ResolvedTargets value_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context);

/// The best `count` boxes, best first.
Predictions box_predictions(const Answer& answer, const AnswerContext& context, int count);

/// One target for each requested box or class.
ResolvedTargets box_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context);

/// The best of the boxes that do not count as found.
NothingFound best_box_below(const Answer& answer, const AnswerContext& context);

/// The class that comes nearest to having a place.
NothingFound best_area_below(const Answer& answer, const AnswerContext& context);

/// The `count` classes with the largest areas, largest first; their score is the share of the image.
Predictions area_predictions(const Answer& answer, const AnswerContext& context, int count);

/// One target for each requested part of the image.
ResolvedTargets area_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context);

/// The best `count` key points, best first, each with the cell of its map where it is.
Predictions keypoint_predictions(const Answer& answer, const AnswerContext& context, int count);

/// One target for each requested key point.
ResolvedTargets keypoint_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context);

/// The text, whose index is -1, then its characters by position.
Predictions text_predictions(const Answer& answer, const AnswerContext& context, int count);

/// One target for each requested part of the text.
ResolvedTargets text_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context);

/// The difference of the logits behind two scores: of log(p) behind a softmax, of log(p / (1 - p)) for other
/// probabilities, of the scores themselves when they are none.
float contrast(float score, float versus, bool probabilities, bool exclusive);

/// "cat rather than dog", by label or index.
std::string contrast_label(std::int64_t target, std::int64_t versus, const AnswerContext& context);

/// A label without spaces.
std::string file_name(std::string label);

/// @throws Error (bad_target) that lists the targets that such a model supports
[[noreturn]] void refuse_target(std::string_view wish, std::string_view task, std::string_view instead);

/// @throws Error (bad_target) when none of the targets of a contrast is another class than `versus`.
void require_contrast(std::size_t resolved_targets, std::int64_t versus);

}  // namespace vinoscope
