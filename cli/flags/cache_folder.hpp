// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace vinoscope::cli {

/// The user's own cache folder for compiled models; empty where the environment names none.
std::filesystem::path user_cache_folder();

/// The folder for compiled models that `--cache` asks for: empty for "none"; for no wish the user's own cache folder,
/// or empty where that cannot be written.
/// @throws Error (io) when an asked folder cannot be written
std::filesystem::path cache_folder(const std::string& wish);

}  // namespace vinoscope::cli
