// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "task/question.hpp"
#include "task/score_scale.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

/// What the meaning of an answer depends on besides the answer.
struct AnswerContext {
    const std::vector<std::string>& labels;  ///< one name a class, or empty
    ScoreScale scale = ScoreScale::as_is;
};

/// One row: how answers of a kind are listed, and what can be asked about them.
struct Task {
    std::string_view name;
    std::vector<Prediction> (*predictions)(const Answer&, const AnswerContext&, int count);
    std::vector<Question> (*questions)(const TargetRequests&, const Answer&, const AnswerContext&);
};

/// All tasks; the only list of them.
std::span<const Task> task_table();

/// The task called `name`. @throws Error (usage) with the names of all.
const Task& find_task(std::string_view name);

}  // namespace vinoscope
