// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

namespace vinoscope::cli {

/// What follows the name of a command.
using ArgumentList = std::span<const std::string>;

/// Each does its work, prints its answer and returns the exit code. @throws Error
int explain(ArgumentList arguments);
int insert(ArgumentList arguments);
int evaluate(ArgumentList arguments);
int methods(ArgumentList arguments);
int metrics(ArgumentList arguments);
int doctor(ArgumentList arguments);
int compare(ArgumentList arguments);
int report(ArgumentList arguments);
int export_run(ArgumentList arguments);
int run(ArgumentList arguments);
int merge(ArgumentList arguments);
int cache(ArgumentList arguments);

}  // namespace vinoscope::cli
