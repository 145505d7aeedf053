// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <ranges>

namespace vinoscope {

/// Whether `half` is half of `whole`, rounded in either direction.
constexpr bool is_half(std::int64_t half, std::int64_t whole) {
    return half == whole / 2 || half == (whole + 1) / 2;
}

/// Whether grids (with `height` and `width`), finest first, halve from one to the next; there are at least two.
template <typename Grids>
bool are_levels(const Grids& grids) {
    const auto breaks = std::ranges::adjacent_find(grids, [](const auto& fine, const auto& coarse) {
        return !is_half(coarse.height, fine.height) || !is_half(coarse.width, fine.width);
    });
    return std::ranges::size(grids) > 1 && breaks == std::ranges::end(grids);
}

/// Finest first; equal ones keep their order.
template <typename Grids>
void sort_levels(Grids& grids) {
    std::ranges::stable_sort(grids, std::ranges::greater(), [](const auto& grid) { return grid.height * grid.width; });
}

}  // namespace vinoscope
