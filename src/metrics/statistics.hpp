// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace vinoscope {

double mean(std::span<const float> values);

/// Pearson's correlation, -1..1; NaN when one side is flat or the sizes differ.
double correlation(std::span<const float> a, std::span<const float> b);

/// Spearman's: Pearson's correlation of the ranks, with equal values at the mean of their ranks.
double rank_correlation(std::span<const float> a, std::span<const float> b);

/// Ranks from 0, lowest first, equal values at the mean of their ranks.
std::vector<float> mean_ranks(std::span<const float> values);

struct Interval {
    double low = 0;
    double high = 0;
};

/// Of the mean of `values`: percentile bootstrap with 2000 resamples (Efron, 1979), the same for the same seed. A
/// single value is its own interval.
Interval bootstrap_interval(std::span<const double> values, double confidence, std::uint64_t seed);

}  // namespace vinoscope
