// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "task/answer_context.hpp"
#include "task/resolved_target.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

/// One row: how answers of a kind are listed, and which targets they have.
struct Task {
    std::string_view name;
    std::string_view score;  ///< what Prediction::score is; empty: the class score, as its ScoreScale says
    bool (*answered)(const Answer&) = nullptr;  ///< whether an answer has what this task is about
    std::vector<Prediction> (*predictions)(const Answer&, const AnswerContext&, int count) = nullptr;
    std::vector<ResolvedTarget> (*resolve_all)(const TargetRequests&, const Answer&, const AnswerContext&) = nullptr;
    /// Of an answer without predictions; nullptr where every answer has some.
    NothingFound (*nothing_found)(const Answer&, const AnswerContext&) = nullptr;
};

/// All tasks; the only list of them.
std::span<const Task> task_table();

/// The task called `name`. @throws Error (usage) with the names of all.
const Task& find_task(std::string_view name);

/// The first task that an answer has something of; detection when it is empty.
const Task& task_of(const Answer& answer);

}  // namespace vinoscope
