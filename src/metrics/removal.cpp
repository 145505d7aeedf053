// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "metrics/statistics.hpp"

namespace vinoscope {
namespace {

using Indices = std::vector<std::size_t>;

/// The cell of each pixel in a grid of `side` x `side` cells over the model's input; fewer where it is smaller.
Indices grid_cells(const Canvas& input, std::size_t side) {
    const auto height = static_cast<std::size_t>(input.height);
    const auto width = static_cast<std::size_t>(input.width);
    const auto rows = std::min(side, height);
    const auto columns = std::min(side, width);
    Indices cells(input.size());
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x)
            cells[y * width + x] = y * rows / height * columns + x * columns / width;
    return cells;
}

/// The sum of the map over each cell.
std::vector<float> sums_over(const Indices& cells, const std::vector<float>& values) {
    std::vector<double> sums(*std::ranges::max_element(cells) + 1);
    for (std::size_t i = 0; i < cells.size(); ++i)
        sums[cells[i]] += values[i];
    return {sums.begin(), sums.end()};
}

double area(const std::vector<float>& scores, std::size_t first, std::size_t count) {
    double sum = 0;
    for (std::size_t i = 1; i < count; ++i)
        sum += 0.5 * (scores[first + i - 1] + scores[first + i]);
    return sum / static_cast<double>(count - 1);
}

/// Groups of the pixels, the strongest first, of sizes that differ by at most one.
Indices rank_groups(const std::vector<float>& values, std::size_t count) {
    auto groups = ranks(values);
    for (auto& rank : groups)
        rank = rank * count / values.size();
    return groups;
}

}  // namespace

double symmetric_relevance_gain(MetricCase& one) {
    constexpr std::size_t side = 5;  // 25 regions, as in the paper's tables
    const auto cells = grid_cells(one.inputs().input, side);
    const auto order = ranks(sums_over(cells, one.values()));
    const auto count = order.size() + 1;
    // Least relevant regions first, then most relevant regions first; each from the whole image to none of it.
    const auto scores = one.inputs().score(2 * count, [&](std::size_t index, std::span<float> mask) {
        const bool most_first = index >= count;
        const auto removed = index % count;
        for (std::size_t i = 0; i < mask.size(); ++i) {
            const auto rank = order[cells[i]];
            const auto turn = most_first ? rank : order.size() - 1 - rank;
            mask[i] = turn < removed ? 0.0F : 1.0F;
        }
    });
    return area(scores, 0, count) - area(scores, count, count);
}

double salience_guided_faithfulness(MetricCase& one) {
    const auto& values = one.values();
    const auto count = std::min<std::size_t>(10, values.size());
    const auto groups = rank_groups(values, count);
    const auto salience = sums_over(groups, one.shares());
    const auto scores = one.inputs().score(count, [&](std::size_t index, std::span<float> mask) {
        std::ranges::transform(
            groups, mask.begin(), [index](std::size_t group) { return group == index ? 0.0F : 1.0F; });
    });
    double sum = 0;
    double weights = 0;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = i + 1; j < count; ++j) {
            const double weight = static_cast<double>(salience[i]) - salience[j];
            // The more salient group must lose at least as much: scores without it are not higher.
            sum += scores[i] <= scores[j] ? weight : -weight;
            weights += std::abs(weight);
        }
    if (weights == 0)
        throw NoValue("all parts of the map are equally salient");
    return sum / weights;
}

double sufficiency(MetricCase& one) {
    constexpr std::array shown = {0.01, 0.05, 0.1, 0.2, 0.5};
    const auto order = ranks(one.values());
    const auto scores = one.inputs().score(shown.size(), [&](std::size_t index, std::span<float> mask) {
        const auto kept = std::max<std::size_t>(
            1, static_cast<std::size_t>(std::lround(shown[index] * static_cast<double>(order.size()))));
        std::ranges::transform(order, mask.begin(), [kept](std::size_t rank) { return rank < kept ? 1.0F : 0.0F; });
    });
    return one.inputs().image_score - mean(scores);
}

double deletion_of_cells(MetricCase& one) {
    constexpr std::size_t side = 4;
    const auto cells = grid_cells(one.inputs().input, side);
    const auto attributions = sums_over(cells, one.values());
    auto losses = one.inputs().score(attributions.size(), [&](std::size_t index, std::span<float> mask) {
        std::ranges::transform(cells, mask.begin(), [index](std::size_t cell) { return cell == index ? 0.0F : 1.0F; });
    });
    for (auto& score : losses)
        score = static_cast<float>(one.inputs().image_score) - score;
    const double found = rank_correlation(attributions, losses);
    if (std::isnan(found))
        throw NoValue("no cell changed the score, or all cells have the same sum");
    return found;
}

double average_gain(MetricCase& one) {
    const double whole = one.inputs().image_score;
    const double masked = one.masked_score();
    // Nothing can be gained over a score of 1.
    return whole < 1 ? std::max(0.0, masked - whole) / (1 - whole) : 0;
}

double completeness(MetricCase& one) {
    const auto& map = one.inputs().map;
    require_usable(map);
    if (!map.completeness_gap)
        throw NoValue("the values of this method are not meant to add up to the score");
    return *map.completeness_gap;
}

}  // namespace vinoscope
