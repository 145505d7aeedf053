// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/random_masks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/random.hpp"

namespace vinoscope {
namespace {

using Cells = std::vector<float>;

struct Grid {
    Cells cells;
    std::size_t columns = 0;

    const float* row(std::size_t index) const { return cells.data() + index * columns; }
};

Cells independent_cells(std::size_t count, double share, Random& random) {
    Cells cells(count);
    for (auto& cell : cells)
        cell = random.uniform() < share ? 1.0F : 0.0F;
    return cells;
}

// The number of open cells is rounded up or down at random, so that its expectation is right.
Cells balanced_cells(std::size_t count, double share, Random& random) {
    Cells cells(count);
    const auto open = static_cast<std::size_t>(share * static_cast<double>(count) + random.uniform());
    std::fill_n(cells.begin(), std::min(open, count), 1.0F);
    for (std::size_t i = count; i > 1; --i)
        std::swap(cells[i - 1], cells[random.below(i)]);
    return cells;
}

// Between which two cells a pixel lies, and how near to the second.
struct Between {
    std::size_t first = 0;
    float weight = 0;
};

std::vector<Between> positions(int pixels, int cells, double shift) {
    std::vector<Between> result;
    for (int i = 0; i < pixels; ++i) {
        const double place = (i + 0.5) / pixels * cells + shift;
        result.push_back({static_cast<std::size_t>(place), static_cast<float>(place - std::floor(place))});
    }
    return result;
}

// Along the rows of the grid first, so that little is left to do for each pixel.
void interpolate(const Grid& grid, const std::vector<Between>& ys, const std::vector<Between>& xs, float* to) {
    const auto width = xs.size();
    std::vector<float> rows(grid.cells.size() / grid.columns * width);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& x = xs[i % width];
        const auto* cell = grid.row(i / width) + x.first;
        rows[i] = cell[0] + x.weight * (cell[1] - cell[0]);
    }
    for (const auto& y : ys) {
        const auto* above = rows.data() + y.first * width;
        const auto* below = above + width;
        for (std::size_t i = 0; i < width; ++i)
            to[i] = above[i] + y.weight * (below[i] - above[i]);
        to += width;
    }
}

}  // namespace

double RandomMasks::share(std::size_t index) const {
    constexpr double golden_ratio = 0.6180339887498949;  // its multiples fill the unit interval evenly at every length
    const double start = Random(m_seed, std::numeric_limits<std::uint64_t>::max()).uniform();
    const double place = start + static_cast<double>(source(index)) * golden_ratio;
    const double share = std::lerp(m_style.lowest_share, m_style.highest_share, place - std::floor(place));
    return inverted(index) ? 1 - share : share;
}

void RandomMasks::draw(std::size_t index, int height, int width, std::span<float> mask) const {
    const auto rows = static_cast<std::size_t>(m_style.rows) + 2;  // room for the shift, and a cell to lean on
    const auto columns = static_cast<std::size_t>(m_style.columns) + 2;
    const auto first = index - (inverted(index) ? 1 : 0);
    Random random(m_seed, source(index));
    auto cells = (m_style.balanced ? balanced_cells : independent_cells)(rows * columns, share(first), random);
    if (inverted(index))
        std::ranges::transform(cells, cells.begin(), [](float cell) { return 1 - cell; });
    const auto ys = positions(height, m_style.rows, random.uniform());
    const auto xs = positions(width, m_style.columns, random.uniform());
    interpolate({std::move(cells), columns}, ys, xs, mask.data());
}

}  // namespace vinoscope
