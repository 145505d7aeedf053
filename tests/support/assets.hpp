// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace vinoscope::test {

/// A file that is part of the project, e.g. asset("images/chelsea.png").
std::filesystem::path asset(const std::filesystem::path& name);

/// A file of tests/data.
std::filesystem::path data(const std::filesystem::path& name);

}  // namespace vinoscope::test
