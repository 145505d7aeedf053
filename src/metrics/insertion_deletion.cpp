// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "metrics/heatmap.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// How many pixels have changed after each of 0..steps steps.
std::vector<std::size_t> portions(std::size_t pixels, std::size_t steps) {
    std::vector<std::size_t> counts;
    for (std::size_t step = 0; step <= steps; ++step)
        counts.push_back((pixels * step + steps / 2) / steps);
    return counts;
}

std::vector<float> shares_of(const std::vector<std::size_t>& counts) {
    std::vector<float> shares;
    for (const auto count : counts)
        shares.push_back(static_cast<float>(count) / static_cast<float>(counts.back()));
    return shares;
}

// By the trapezoidal rule.
double area(std::span<const float> places, std::span<const float> heights) {
    double sum = 0;
    for (std::size_t i = 1; i < places.size(); ++i)
        sum += (places[i] - places[i - 1]) * 0.5 * (heights[i - 1] + heights[i]);
    return sum;
}

}  // namespace

InsertionDeletion insertion_deletion(const std::vector<float>& values, int steps, const MaskScorer& score) {
    if (steps < 1)
        throw Error(ErrorKind::usage,
                    fmt::format("expected at least 1 step of insertion and deletion, found {}", steps));
    const auto last = std::min(static_cast<std::size_t>(steps), values.size());
    const auto rank = ranks(values);
    const auto counts = portions(values.size(), last);
    // Insertion from nothing to all, then the steps between of deletion: its ends are those of insertion.
    const auto scores = score(2 * last, [&](std::size_t index, std::span<float> mask) {
        const bool inserts = index <= last;
        const auto count = counts[inserts ? index : index - last];
        std::ranges::transform(rank, mask.begin(), [&](std::size_t place) { return (place < count) == inserts; });
    });
    InsertionDeletion result;
    const auto whole = scores.begin() + static_cast<std::ptrdiff_t>(last);
    result.insertion_curve.assign(scores.begin(), whole + 1);
    result.deletion_curve.assign(whole, scores.end());
    result.deletion_curve.push_back(scores.front());
    const auto shares = shares_of(counts);
    const double insertion = area(shares, result.insertion_curve);
    const double deletion = area(shares, result.deletion_curve);
    result.insertion.value = insertion;
    result.deletion.value = deletion;
    result.delta.value = insertion - deletion;
    return result;
}

}  // namespace vinoscope
