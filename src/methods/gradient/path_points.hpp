// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace vinoscope {

/// One point of an integral over [0, 1].
struct PathPoint {
    double position;
    double weight;
};

/// Rules of numerical integration.
extern const std::array<std::string_view, 3> path_rule_names;

/// @param rule one of path_rule_names
/// @throws Error (usage) for another rule or fewer than one step (two for "trapezoid").
std::vector<PathPoint> path_points(std::string_view rule, int steps);

}  // namespace vinoscope
