// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/named_row.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {

struct Budget {
    std::string_view name;
    std::size_t inferences = 0;
};

inline constexpr std::array<Budget, 3> budgets = {{{"speed", 250}, {"balance", 500}, {"quality", 1500}}};
inline constexpr auto budget_names = names_of(budgets);

// Options of all methods that sample.
inline constexpr Option<BlackBoxOptions> budget_option{
    .name = "budget",
    .member = &BlackBoxOptions::budget,
    .help = "Number of masks if num_masks is not set: 250, 500 or 1500",
    .choices = budget_names};
inline constexpr Option<BlackBoxOptions> num_masks_option{
    .name = "num_masks",
    .member = &BlackBoxOptions::num_masks,
    .help = "Exact number of masks (overrides budget), each of which takes one inference; for AISE, per target",
    .range = {1, 1'000'000},
    .automatic = "by budget"};
inline constexpr Option<BlackBoxOptions> time_budget_option{
    .name = "time_budget",
    .member = &BlackBoxOptions::time_budget,
    .help = "Time limit per image; without num_masks, it is the only limit",
    .placeholder = "TIME",
    .range = {0, 1e7, true, true},
    .automatic = "no limit",
    .zero_turns_off = true,
    .seconds = true};

constexpr std::size_t most_inferences = 50000;  // bounds the memory for their scores

/// How many inferences a method that samples may take: exactly, or at most where the options limit the time.
/// @throws Error (usage) for an unknown budget.
std::size_t inference_budget(const BlackBoxOptions& options);

}  // namespace vinoscope
