// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.hpp"

namespace vinoscope::cli {

/// Of `--verify` without a number.
inline constexpr const char* default_verify_budget = "200";

/// The budget of `--verify`; 0 when it was not given. @throws Error (usage)
int parse_verify(const std::string& text);

/// The file of `--report`, checked before a long run; empty when it was not given. @throws Error (usage)
std::filesystem::path parse_report(const std::string& text);

/// What manifest.json keeps of a command line: each flag with its values, and the arguments.
std::vector<std::pair<std::string, std::string>> parameters_of(const std::string& command, ArgumentList arguments);

}  // namespace vinoscope::cli
