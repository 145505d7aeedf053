// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "task/task_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "task/tasks.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

std::span<const Task> task_table() {
    static constexpr std::array<Task, 1> table = {{
        {"classification", class_predictions, class_questions},
    }};
    return table;
}

const Task& find_task(std::string_view name) {
    const auto table = task_table();
    const auto found = std::ranges::find(table, name, &Task::name);
    if (found != table.end())
        return *found;
    std::vector<std::string> names = {"auto"};
    for (const auto& task : table)
        names.emplace_back(task.name);
    throw Error(ErrorKind::usage, fmt::format("expected task {}, found \"{}\"", list_of(names), name));
}

}  // namespace vinoscope
