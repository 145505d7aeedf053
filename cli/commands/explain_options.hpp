// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/explanation.hpp"

namespace vinoscope::cli {

/// All that the flags of `vinoscope explain` say, checked as far as that is possible without the model.
struct ExplainJob {
    std::filesystem::path model;
    std::vector<std::string> images;  ///< files, folders and globs
    ExplainerOptions explainer;
    ExplainOptions explain;
    SaveOptions save;
    std::filesystem::path output;

    /// Budget of a verdict in inferences; 0: none.
    int verify = 0;

    /// HTML file, or empty.
    std::filesystem::path report;

    /// What manifest.json keeps of the command line.
    std::vector<std::pair<std::string, std::string>> parameters;
    bool json = false;
    bool json_lines = false;
    bool quiet = false;
    bool verbose = false;
};

/// Values of --method: "auto" and list_methods().
std::vector<std::string> method_names();

/// Of lists of names, each once. @throws Error (usage)
std::vector<MapFormat> parse_formats(const std::vector<std::string>& texts);

/// Nothing when help was asked for, and printed. @throws Error (usage, io, bad_target)
std::optional<ExplainJob> parse_explain(ArgumentList arguments);

}  // namespace vinoscope::cli
