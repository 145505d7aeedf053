// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.hpp"
#include "vinoscope/evaluator.hpp"

namespace vinoscope::cli {

enum class ReportFormat { table, json, csv };

/// All that the flags of `vinoscope evaluate` say, checked as far as that is possible without the model.
struct EvaluateJob {
    std::filesystem::path model;
    std::vector<std::string> images;   ///< files, folders and globs
    std::vector<std::string> methods;  ///< reference maps last, unless they are asked for elsewhere
    std::vector<std::string> metrics;
    EvaluatorOptions evaluator;
    TargetRequests targets;
    std::filesystem::path annotations;  ///< or empty
    bool annotated_targets = false;     ///< the annotated classes instead of `targets`
    /// HTML file, or empty.
    std::filesystem::path report;

    /// What manifest.json keeps of the command line.
    std::vector<std::pair<std::string, std::string>> parameters;
    ReportFormat format = ReportFormat::table;
    bool quiet = false;
    bool verbose = false;
};

/// Nothing when help was asked for, and printed. @throws Error (usage, io, bad_target)
std::optional<EvaluateJob> parse_evaluate(ArgumentList arguments);

}  // namespace vinoscope::cli
