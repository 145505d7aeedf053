// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/random.hpp"

namespace vinoscope {
std::vector<float> mean_ranks(std::span<const float> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<float> ranks(values.size());
    for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
        while (last < order.size() && values[order[last]] == values[order[first]])
            ++last;
        for (std::size_t i = first; i < last; ++i)
            ranks[order[i]] = 0.5F * static_cast<float>(first + last - 1);
    }
    return ranks;
}

double mean(std::span<const float> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double correlation(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size() || a.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const double a_mean = mean(a);
    const double b_mean = mean(b);
    double both = 0;
    double a_square = 0;
    double b_square = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - a_mean) * (b[i] - b_mean);
        a_square += (a[i] - a_mean) * (a[i] - a_mean);
        b_square += (b[i] - b_mean) * (b[i] - b_mean);
    }
    return both / std::sqrt(a_square * b_square);
}

double rank_correlation(std::span<const float> a, std::span<const float> b) {
    return correlation(mean_ranks(a), mean_ranks(b));
}

Interval bootstrap_interval(std::span<const double> values, double confidence, std::uint64_t seed) {
    constexpr std::size_t resamples = 2000;
    std::vector<double> means(resamples);
    Random random(seed, 0);
    for (auto& mean : means) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i)
            sum += values[random.below(values.size())];
        mean = sum / static_cast<double>(values.size());
    }
    std::ranges::sort(means);
    const auto at = [&](double share) {
        return means[static_cast<std::size_t>(std::lround(share * static_cast<double>(resamples - 1)))];
    };
    return {at((1 - confidence) / 2), at((1 + confidence) / 2)};
}

}  // namespace vinoscope
