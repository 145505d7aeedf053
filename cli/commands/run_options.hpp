// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "commands/commands.hpp"
#include "vinoscope/dataset.hpp"

namespace vinoscope::cli {

/// All that the flags of `vinoscope run` say.
struct RunJob {
    std::filesystem::path model;
    std::string source;
    bool recursive = false;

    /// Of a file of COCO, or empty.
    std::filesystem::path image_folder;

    /// Instead of those that belong to the source; or empty.
    std::filesystem::path annotations;
    bool annotated_targets = false;
    ExplainerOptions explainer;
    DatasetOptions dataset;
    std::filesystem::path output;
    bool quiet = false;
    bool verbose = false;
};

/// Nothing when help was asked for, and printed. @throws Error (usage, io, bad_target)
std::optional<RunJob> parse_run(ArgumentList arguments);

}  // namespace vinoscope::cli
