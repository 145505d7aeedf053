// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/budget.hpp"

#include <fmt/format.h>

#include <array>

#include "methods/blackbox/named_row.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

struct Budget {
    std::string_view name;
    std::size_t inferences = 0;
};

constexpr std::array<Budget, 3> budgets = {{{"speed", 250}, {"balance", 500}, {"quality", 1500}}};

}  // namespace

// A budget of time alone is not cut short by a number of masks.
std::size_t inference_budget(const BlackBoxOptions& options) {
    if (options.num_masks > 0)
        return options.num_masks;
    return options.time_budget > 0 ? most_inferences : named_row(budgets, options.budget, "budget").inferences;
}

void refuse_until_stable(const BlackBoxOptions& options, std::string_view method) {
    if (options.until_stable > 0)
        throw Error(ErrorKind::usage,
                    fmt::format("{} provides no standard error, which until_stable needs; use "
                                "rise, or a fixed number of inferences",
                                method));
}

}  // namespace vinoscope
