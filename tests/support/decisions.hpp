// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "vinoscope/decision.hpp"

namespace vinoscope::test {

/// Returns what is displayed of each decision.
inline std::vector<std::string> lines_of(const std::vector<Decision>& decisions) {
    std::vector<std::string> lines;
    std::ranges::transform(decisions, std::back_inserter(lines), &Decision::text);
    return lines;
}

}  // namespace vinoscope::test
