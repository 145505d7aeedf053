// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/mask_average.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vinoscope {
namespace {

constexpr std::size_t block_size = 64;  // masks of a block stay in the cache

// to += from * weight
void add_scaled(std::span<const float> from, float weight, std::span<float> to) {
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] += weight * from[i];
}

Matrix draw_block(
    const RandomMasks& masks, std::size_t first, std::size_t count, const BlackBoxMaps& maps, bool centre) {
    Matrix block(count, maps.values.columns);
    for (std::size_t i = 0; i < count; ++i) {
        const auto mask = block.row(i);
        masks.draw(first + i, maps.height, maps.width, mask);
        const auto share = static_cast<float>(masks.share(first + i));
        if (centre)
            for (auto& value : mask)
                value -= share;
    }
    return block;
}

// Sums of w * m and of (w * m)^2 over the masks.
void accumulate(const Matrix& scores, const RandomMasks& masks, bool centre, BlackBoxMaps& maps, StopCheck& check) {
    for (std::size_t first = 0; first < scores.rows; first += block_size) {
        const auto count = std::min(block_size, scores.rows - first);
        const auto block = draw_block(masks, first, count, maps, centre);
        auto squares = block;
        std::ranges::transform(squares.values, squares.values.begin(), [](float value) { return value * value; });
        for (std::size_t target = 0; target < scores.columns; ++target) {
            for (std::size_t i = 0; i < count; ++i) {
                const float weight = scores.row(first + i)[target];
                add_scaled(block.row(i), weight, maps.values.row(target));
                add_scaled(squares.row(i), weight * weight, maps.standard_error.row(target));
            }
            check();
        }
    }
}

// From sums to the mean, and from sums of squares to its standard error.
void normalise(std::size_t masks, BlackBoxMaps& maps) {
    const auto count = static_cast<float>(std::max<std::size_t>(masks, 1));
    for (std::size_t i = 0; i < maps.values.values.size(); ++i) {
        auto& mean = maps.values.values[i];
        auto& error = maps.standard_error.values[i];
        mean /= count;
        error = std::sqrt(std::max(error / count - mean * mean, 0.0F) / std::max(count - 1, 1.0F));
    }
}

constexpr std::size_t share_bins = 50;

std::size_t bin_of(double share) {
    return std::min(static_cast<std::size_t>(share * share_bins), share_bins - 1);
}

// The mean of the scores around each bin, those of near bins weighing more (Nadaraya and Watson).
Matrix smooth_means(const Matrix& sums, const std::vector<float>& counts) {
    constexpr float bandwidth = 0.1F * share_bins;
    Matrix means(share_bins, sums.columns);
    for (std::size_t bin = 0; bin < share_bins; ++bin) {
        float weights = 0;
        for (std::size_t other = 0; other < share_bins; ++other) {
            const float distance = (static_cast<float>(bin) - static_cast<float>(other)) / bandwidth;
            const float weight = std::exp(-0.5F * distance * distance);
            add_scaled(sums.row(other), weight, means.row(bin));
            weights += weight * counts[other];
        }
        for (auto& mean : means.row(bin))
            mean /= std::max(weights, std::numeric_limits<float>::min());
    }
    return means;
}

}  // namespace

Matrix centred_scores(const Matrix& scores, const RandomMasks& masks) {
    auto centred = scores;
    for (std::size_t kind = 0; kind < RandomMasks::kinds; ++kind) {
        Matrix sums(share_bins, scores.columns);
        std::vector<float> counts(share_bins);
        for (std::size_t i = 0; i < scores.rows; ++i)
            if (masks.kind(i) == kind) {
                const auto bin = bin_of(masks.share(i));
                add_scaled(scores.row(i), 1, sums.row(bin));
                ++counts[bin];
            }
        const auto means = smooth_means(sums, counts);
        for (std::size_t i = 0; i < scores.rows; ++i)
            if (masks.kind(i) == kind)
                add_scaled(means.row(bin_of(masks.share(i))), -1, centred.row(i));
    }
    return centred;
}

BlackBoxMaps mask_average(
    const Matrix& scores, const RandomMasks& masks, int height, int width, bool centre_masks, StopCheck& check) {
    const auto places = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    BlackBoxMaps maps{height, width, Matrix(scores.columns, places), Matrix(scores.columns, places)};
    accumulate(scores, masks, centre_masks, maps, check);
    normalise(scores.rows, maps);
    return maps;
}

}  // namespace vinoscope
