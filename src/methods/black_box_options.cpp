// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/black_box_options.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <string_view>

#include "core/numbers.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

// Zero stands for what the method chooses and always passes.
struct Limit {
    std::string_view name;
    double (*value)(const BlackBoxOptions&) = nullptr;
    double lowest = 0;  // both bounds excluded
    double highest = endless;
};

constexpr std::array<Limit, 8> limits = {{
    {"num_cells", [](const BlackBoxOptions& options) -> double { return options.num_cells; }},
    {"prob", [](const BlackBoxOptions& options) { return options.prob; }, 0, 1},
    {"time_budget", [](const BlackBoxOptions& options) { return options.time_budget; }, 0, 1e7},
    {"window", [](const BlackBoxOptions& options) -> double { return options.window; }},
    {"stride", [](const BlackBoxOptions& options) -> double { return options.stride; }},
    {"num_iterations_per_kernel",
     [](const BlackBoxOptions& options) -> double { return options.num_iterations_per_kernel; }},
    {"until_stable", [](const BlackBoxOptions& options) { return options.until_stable; }, 0, 1},
    {"solver_epsilon", [](const BlackBoxOptions& options) { return options.solver_epsilon; }},
}};

}  // namespace

void require_sensible(const BlackBoxOptions& options) {
    for (const auto& limit : limits)
        if (const double value = limit.value(options); value != 0 && !(value > limit.lowest && value < limit.highest))
            throw Error(ErrorKind::usage,
                        fmt::format("expected {} {}, or 0 for the default, found {}",
                                    limit.name,
                                    limit.highest < endless ? fmt::format("in ({}, {})", limit.lowest, limit.highest)
                                                            : "above 0",
                                    value));
}

void require_sensible(const AttributionOptions& options) {
    constexpr double many = 1e6;
    require_range("steps", options.steps, 1, many);
    require_range("samples", static_cast<double>(options.samples), 0, many);
    require_range("noise", options.noise, std::numeric_limits<double>::min(), std::numeric_limits<float>::max());
}

}  // namespace vinoscope
