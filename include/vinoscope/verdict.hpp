// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace vinoscope {

/// How far a saliency map can be trusted.
enum class VerdictStatus {
    /// The map passed every test that could be made.
    trusted,
    /// At least one test did not decide, or could not be made.
    unproven,
    /// At least one test speaks against the map.
    refuted,
};

/// "trusted", "unproven" or "refuted".
std::string to_string(VerdictStatus status);

/// The result of a Verifier for one map.
struct Verdict {
    VerdictStatus status = VerdictStatus::unproven;

    /// Whole sentences: what decided, the most serious first. Never empty in a verdict of a Verifier.
    std::vector<std::string> reasons = {};

    /// The numbers behind the reasons, by name; docs/reference/verdict.md defines each. A test that could not be made
    /// has no figure.
    std::vector<std::pair<std::string, double>> figures = {};

    /// Inferences of the model that the verdict took.
    std::uint64_t inferences = 0;
};

}  // namespace vinoscope
