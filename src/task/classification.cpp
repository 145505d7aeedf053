// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "task/tasks.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

void require_finite(const std::vector<float>& scores) {
    const auto bad = std::ranges::find_if_not(scores, [](float score) { return std::isfinite(score); });
    if (bad != scores.end())
        throw Error(
            ErrorKind::bad_model,
            fmt::format("expected finite scores, found {} for class {}; check the preprocessing (mean, scale), or "
                        "try precision f32",
                        *bad,
                        bad - scores.begin()));
}

std::string label_of(std::int64_t index, const AnswerContext& context) {
    return context.labels.empty() ? "" : context.labels[static_cast<std::size_t>(index)];
}

}  // namespace

std::vector<Prediction> class_predictions(const Answer& answer, const AnswerContext& context, int count) {
    const auto& scores = answer.scores;
    require_finite(scores);
    const auto shown = scaled(scores, context.scale);
    std::vector<std::int64_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    const auto kept = std::min<std::size_t>(order.size(), static_cast<std::size_t>(std::max(count, 0)));
    const auto better = [&](std::int64_t a, std::int64_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
    };
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(), better);
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < kept; ++i)
        predictions.push_back({order[i], label_of(order[i], context), shown[order[i]]});
    return predictions;
}

std::vector<Question> class_questions(const TargetRequests& requests,
                                      const Answer& answer,
                                      const AnswerContext& context) {
    std::vector<Question> questions;
    for (const auto target : resolve_targets(requests, answer.scores, context.labels))
        questions.push_back(
            {target, label_of(target, context), [target](const Answer& said) { return said.scores[target]; }});
    return questions;
}

}  // namespace vinoscope
