// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/random_masks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "core/random.hpp"

namespace vinoscope {
namespace {

using Cells = std::vector<float>;

struct Grid {
    Cells cells;
    std::size_t columns = 0;

    std::size_t rows() const { return cells.size() / columns; }
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
    std::vector<float> rows(grid.rows() * width);
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

// Independent values of the standard normal distribution in about `rows` x `columns` cells, the grid shifted at random.
void add_noise(int rows, int columns, float amplitude, Random& random, Grid& to) {
    const auto wide = static_cast<std::size_t>(columns) + 2;
    Grid grid{Cells((static_cast<std::size_t>(rows) + 2) * wide), wide};
    for (auto& cell : grid.cells)
        cell = amplitude * static_cast<float>(random.normal());
    const auto ys = positions(static_cast<int>(to.rows()), rows, random.uniform());
    const auto xs = positions(static_cast<int>(to.columns), columns, random.uniform());
    Cells values(to.cells.size());
    interpolate(grid, ys, xs, values.data());
    std::ranges::transform(to.cells, values, to.cells.begin(), std::plus());
}

// Each octave has twice the cells of the one before, and half of its power.
Grid fractal_noise(int rows, int columns, std::size_t points_down, std::size_t points_across, Random& random) {
    constexpr int octaves = 3;
    Grid noise{Cells(points_down * points_across), points_across};
    float power = 1;
    for (int octave = 0; octave < octaves; ++octave, power /= 2) {
        const auto cells = [&](int count) { return std::max((count << octave) / 2, 1); };
        add_noise(cells(rows), cells(columns), std::sqrt(power), random, noise);
    }
    return noise;
}

// The value that `share` of all values are above.
float level_of(Cells values, double share) {
    const auto below = static_cast<std::size_t>((1 - share) * static_cast<double>(values.size()));
    const auto level = values.begin() + static_cast<std::ptrdiff_t>(std::min(below, values.size() - 1));
    std::ranges::nth_element(values, level);
    return *level;
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
    if (kind(index) == 1)
        draw_regions(index, height, width, mask);
    else
        draw_cells(index, height, width, mask);
}

void RandomMasks::draw_regions(std::size_t index, int height, int width, std::span<float> mask) const {
    constexpr float edge = 0.45F;  // about half a standard deviation of the noise
    // Three and a half for a cell of the finest octave; many cells need not be drawn finer than the image.
    const auto points = [](int cells) { return std::min(7 * cells, 224); };
    const int down = points(m_style.rows);
    const int across = points(m_style.columns);
    Random random(m_seed, index);
    // One more on each side, as interpolate() has it: points lie half a step beside the edges of the image.
    const auto noise = fractal_noise(m_style.rows,
                                     m_style.columns,
                                     static_cast<std::size_t>(down) + 2,
                                     static_cast<std::size_t>(across) + 2,
                                     random);
    const float level = level_of(noise.cells, share(index));
    interpolate(noise, positions(height, down, 0.5), positions(width, across, 0.5), mask.data());
    for (auto& value : mask)
        value = std::clamp((value - level) / edge + 0.5F, 0.0F, 1.0F);
}

void RandomMasks::draw_cells(std::size_t index, int height, int width, std::span<float> mask) const {
    const auto rows = static_cast<std::size_t>(m_style.rows) + 2;  // room for the shift, and a cell to lean on
    const auto columns = static_cast<std::size_t>(m_style.columns) + 2;
    const auto first = index - (inverted(index) ? 1 : 0);
    Random random(m_seed, source(index));
    auto cells = (m_style.pattern == MaskPattern::independent_cells ? independent_cells : balanced_cells)(
        rows * columns, share(first), random);
    if (inverted(index))
        std::ranges::transform(cells, cells.begin(), [](float cell) { return 1 - cell; });
    const auto ys = positions(height, m_style.rows, random.uniform());
    const auto xs = positions(width, m_style.columns, random.uniform());
    interpolate({std::move(cells), columns}, ys, xs, mask.data());
}

}  // namespace vinoscope
