// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "task/task_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "outputs/answer_reader.hpp"
#include "task/tasks.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"
#include "vinoscope/task.hpp"

namespace vinoscope {
namespace {

bool has_scores(const Answer& answer) {
    return !answer.scores.empty();
}

bool has_detections(const Answer& answer) {
    return !answer.detections.empty();
}

bool has_class_map(const Answer& answer) {
    return !answer.class_map.values.empty() || !answer.class_map.labels.empty();
}

bool has_map_values(const Answer& answer) {
    return !answer.class_map.values.empty();
}

bool has_text_scores(const Answer& answer) {
    return !answer.text_scores.values.empty();
}

bool has_values(const Answer& answer) {
    return has_scores(answer) || !answer.class_map.values.empty();
}

}  // namespace

std::span<const Task> task_table() {
    static constexpr std::array<Task, 7> table = {{
        {"classification", "", has_scores, class_predictions, class_targets},
        {"detection", "class score times objectness", has_detections, box_predictions, box_targets, best_box_below},
        {"segmentation", "share of the image", has_class_map, area_predictions, area_targets, best_area_below},
        {"regression", "", has_values, value_predictions, value_targets},
        {"keypoints", "", has_map_values, keypoint_predictions, keypoint_targets},
        {"recognition", "", has_text_scores, text_predictions, text_targets},
        {"embedding", "", has_scores, class_predictions, class_targets},
    }};
    return table;
}

std::string score_text(const AnswerReader& reader) {
    const auto scale = reader.scale.value_or(ScoreScale::as_is);
    return scale == ScoreScale::as_is && !reader.score_name.empty() ? reader.score_name : to_string(scale);
}

std::vector<std::string> task_names() {
    std::vector<std::string> names;
    for (const auto& task : task_table())
        names.emplace_back(task.name);
    return names;
}

const Task& find_task(std::string_view name) {
    const auto table = task_table();
    const auto found = std::ranges::find(table, name, &Task::name);
    if (found != table.end())
        return *found;
    const auto names = task_names();
    throw Error(ErrorKind::usage,
                fmt::format("expected task auto, {}, found \"{}\"{}", list_of(names), name, did_you_mean(name, names)));
}

const Task& task_of(const Answer& answer) {
    const auto table = task_table();
    const auto found = std::ranges::find_if(table, [&](const Task& task) { return task.answered(answer); });
    return found == table.end() ? find_task("detection") : *found;
}

}  // namespace vinoscope
