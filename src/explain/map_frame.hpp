// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "task/resolved_target.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// What all maps of one image share.
struct MapFrame {
    std::optional<Region> region;
    std::size_t height = 0;
    std::size_t width = 0;
    bool of_pixels = false;
    bool is_signed = false;

    std::size_t size() const { return height * width; }

    /// @throws Error (usage) if the values of so many maps, perhaps with as many standard errors, take more than
    /// `memory_limit` bytes
    void require_room(std::size_t maps, std::size_t memory_limit) const;

    /// A map of the whole image with these values.
    /// @param scale see status_of()
    SaliencyMap of_image(std::span<const float> values, float scale = 0) const;

    SaliencyMap of_target(const ResolvedTarget& resolved, std::span<const float> values, float scale = 0) const;
};

}  // namespace vinoscope
