// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "black_box_flags.hpp"

#include <fmt/format.h>

#include "choice.hpp"
#include "number.hpp"

namespace vinoscope::cli {
namespace {

double parse_share(const char* flag, const std::string& text) {
    if (text.empty()) {
        return 0;
    }
    const float value = parse_float(flag, text);
    if (value <= 0 || value >= 1) {
        throw Error(ErrorKind::usage, fmt::format("{}: expected a number between 0 and 1, found {}", flag, text));
    }
    return value;
}

/// "200ms" or "1.5s".
double parse_seconds(const char* flag, const std::string& text) {
    if (text.empty()) {
        return 0;
    }
    const bool milliseconds = text.ends_with("ms");
    if (!text.ends_with('s')) {
        throw Error(ErrorKind::usage, fmt::format("{}: expected a time as 200ms or 1.5s, found '{}'", flag, text));
    }
    const float value = parse_float(flag, text.substr(0, text.size() - (milliseconds ? 2 : 1)));
    if (value <= 0) {
        throw Error(ErrorKind::usage, fmt::format("{}: expected a time above 0, found {}", flag, text));
    }
    return milliseconds ? value / 1000.0 : value;
}

}  // namespace

void BlackBoxFlags::add_to(Arguments& arguments) {
    arguments.group("Black-box methods");
    arguments.value("--budget", m_budget, "speed|balance|quality", "Number of masks of RISE");
    arguments.value("--num-masks", m_num_masks, "N", "The same, exactly");
    arguments.value("--time-budget", m_time_budget, "TIME", "End after 200ms, 1.5s, ... for each image");
    arguments.flag(
        "--until-stable", m_until_stable, "End RISE when its map will hardly change (docs/reference/cli.md)");
    arguments.value("--estimator", m_estimator, "auto|regression|centred|plain", "Of RISE; plain is the paper's");
    arguments.value(
        "--num-cells", m_num_cells, "N", "Mask cells along the shorter side (default: 4; other estimators: 8)");
    arguments.value("--prob", m_prob, "P", "Share of open cells (default: 0.05 to 0.8; other estimators: 0.5)");
    arguments.value("--window", m_window, "N", "Occluding square in pixels of the input (default: an eighth)");
    arguments.value("--stride", m_stride, "N", "From one square to the next (default: half a window)");
    arguments.value("--kernel-widths", m_kernel_widths, "W,...", "Of AISE, in shorter sides (default: 0.1,0.175,0.25)");
    arguments.value("--iterations-per-kernel", m_iterations, "N", "Windows of AISE of each width (default: by budget)");
    arguments.value("--solver-epsilon", m_solver_epsilon, "E", "Of the search of AISE (default: 0.1)");
    arguments.value("--baseline", m_baseline, "zero|black|mean|blur", "What is seen instead of the image");
}

BlackBoxOptions BlackBoxFlags::parse() const {
    check_choice("--budget", m_budget, {"speed", "balance", "quality"});
    check_choice("--estimator", m_estimator, {"auto", "regression", "centred", "plain"});
    check_choice("--baseline", m_baseline, {"zero", "black", "mean", "blur"});
    BlackBoxOptions options;
    options.budget = m_budget;
    options.num_masks = static_cast<std::size_t>(parse_size("--num-masks", m_num_masks, 0, 1, 1000000));
    options.num_cells = parse_size("--num-cells", m_num_cells, 0, 1, 256);
    options.prob = parse_share("--prob", m_prob);
    options.estimator = m_estimator;
    options.time_budget = parse_seconds("--time-budget", m_time_budget);
    options.window = parse_size("--window", m_window, 0, 1, 65536);
    options.stride = parse_size("--stride", m_stride, 0, 1, 65536);
    options.until_stable = m_until_stable ? 0.95 : 0;
    options.baseline = m_baseline;
    if (const auto widths = parse_floats("--kernel-widths", m_kernel_widths); !widths.empty()) {
        options.kernel_widths.assign(widths.begin(), widths.end());
    }
    options.num_iterations_per_kernel = parse_size("--iterations-per-kernel", m_iterations, 0, 1, 1000000);
    if (!m_solver_epsilon.empty()) {
        options.solver_epsilon = parse_share("--solver-epsilon", m_solver_epsilon);
    }
    return options;
}

}  // namespace vinoscope::cli
