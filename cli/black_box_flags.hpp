// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "arguments.hpp"
#include "vinoscope/black_box.hpp"

namespace vinoscope::cli {

/// The flags of black-box methods, as given.
class BlackBoxFlags {
public:
    void add_to(Arguments& arguments);

    /// @throws Error (usage)
    BlackBoxOptions parse() const;

private:
    std::string m_budget = "balance";
    std::string m_time_budget;
    std::string m_num_masks;
    bool m_until_stable = false;
    std::string m_num_cells;
    std::string m_prob;
    std::string m_estimator = "auto";
    std::string m_window;
    std::string m_stride;
    std::string m_baseline = "zero";
    std::string m_kernel_widths;
    std::string m_iterations;
    std::string m_solver_epsilon;
};

}  // namespace vinoscope::cli
