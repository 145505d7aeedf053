// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/budget.hpp"

namespace vinoscope {
// A budget of time alone is not cut short by a number of masks.
std::size_t inference_budget(const BlackBoxOptions& options) {
    if (options.num_masks > 0)
        return options.num_masks;
    return options.time_budget > 0 ? most_inferences : named_row(budgets, options.budget, "budget").inferences;
}

}  // namespace vinoscope
