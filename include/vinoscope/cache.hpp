// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace vinoscope {

/// The most that a folder for compiled models (ExplainerOptions::cache) keeps: when a model is added, those that were
/// not used for the longest time go until the limits hold.
inline constexpr std::uintmax_t cache_limit_bytes = std::uintmax_t{1} << 30;
inline constexpr int cache_limit_days = 90;

/// Compiled models and their size on disk.
struct CacheUse {
    std::size_t models = 0;
    std::uintmax_t bytes = 0;
};

/// What a folder for compiled models holds; nothing when there is no such folder.
CacheUse cache_use(const std::filesystem::path& folder);

/// Removes the compiled models from a folder, and nothing else that is in it.
/// @return what was removed
/// @throws Error (io) when one cannot be removed
CacheUse clear_cache(const std::filesystem::path& folder);

}  // namespace vinoscope
