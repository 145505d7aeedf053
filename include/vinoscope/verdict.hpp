// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// How far a saliency map can be trusted.
enum class VerdictStatus {
    /// The map passed every test that was run.
    trusted,
    /// At least one test was inconclusive or could not be run.
    unproven,
    /// At least one test contradicts the map.
    refuted,
};

/// Returns "trusted", "unproven" or "refuted".
[[nodiscard]] VINOSCOPE_API std::string to_string(VerdictStatus status);

/// The result of a Verifier for one map.
struct Verdict {
    VerdictStatus status = VerdictStatus::unproven;

    /// The reasons as whole sentences, the most serious first. Never empty in a verdict of a Verifier.
    std::vector<std::string> reasons = {};

    /// The figures on which the reasons are based, by name, see docs/reference/verdict.md. A test that could not be run
    /// has no figure.
    std::vector<std::pair<std::string, double>> figures = {};

    /// The number of inferences for this verdict.
    std::uint64_t inferences = 0;
};

}  // namespace vinoscope
