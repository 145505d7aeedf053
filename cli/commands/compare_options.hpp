// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.hpp"
#include "vinoscope/comparison.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope::cli {

/// What `vinoscope compare` was asked to do.
struct CompareJob {
    std::filesystem::path model_a;
    std::filesystem::path model_b;

    /// Files, folders and globs.
    std::vector<std::string> images;
    ExplainerOptions explainer_a;
    ExplainerOptions explainer_b;
    ExplainOptions explain;

    /// See compare_maps().
    double top = 0.1;
    std::optional<Gate> gate;

    /// Budget of a verdict; 0: none.
    int verify = 0;
    std::filesystem::path annotations;

    /// HTML file, or empty.
    std::filesystem::path report;

    /// The flags as they were given, for manifest.json.
    std::vector<std::pair<std::string, std::string>> parameters;
    bool json = false;
    bool quiet = false;
    bool verbose = false;
};

/// @return nothing when help was printed
/// @throws Error (usage, bad_target, io)
std::optional<CompareJob> parse_compare(ArgumentList arguments);

}  // namespace vinoscope::cli
