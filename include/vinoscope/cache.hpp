// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// The limits of a folder for compiled models (ExplainerOptions::cache). When a model is added, the least recently used
/// models are removed until both limits hold.
inline constexpr std::uintmax_t cache_limit_bytes = std::uintmax_t{1} << 30;
inline constexpr int cache_limit_days = 90;

/// The number of compiled models and their size on disk.
struct CacheUse {
    std::size_t models = 0;
    std::uintmax_t bytes = 0;
};

/// Returns the number and size of the compiled models in `folder`, or zeros if the folder does not exist.
[[nodiscard]] VINOSCOPE_API CacheUse cache_use(const std::filesystem::path& folder);

/// Removes the compiled models from `folder` and keeps all other files.
/// @return the number and size of the removed models
/// @throws Error (io) if a file cannot be removed
VINOSCOPE_API CacheUse clear_cache(const std::filesystem::path& folder);

}  // namespace vinoscope
