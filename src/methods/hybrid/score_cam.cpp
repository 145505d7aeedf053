// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/resize_plan.hpp"
#include "methods/blackbox/budget.hpp"
#include "methods/hybrid/activations.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// One of equal activations shows nothing of the image.
std::vector<std::size_t> mask_channels(const Activations& activations, int wanted) {
    auto channels = ranked_channels(activations);
    std::erase_if(channels, [&](std::size_t channel) { return !varies(activations, channel); });
    if (wanted > 0 && channels.size() > static_cast<std::size_t>(wanted))
        channels.resize(static_cast<std::size_t>(wanted));
    return channels;
}

// Activations of one channel, enlarged bilinearly to the input and scaled to 0..1.
class ChannelMasks {
public:
    ChannelMasks(const Activations& activations, int height, int width)
        : m_activations(activations),
          m_rows(plan_resize(static_cast<int>(activations.height), height)),
          m_columns(plan_resize(static_cast<int>(activations.width), width)) {}

    void draw(std::size_t channel, std::span<float> mask) const {
        // Along the rows of the grid first, so that little is left to do for each pixel.
        const auto cells = m_activations.values.row(channel);
        std::vector<float> lines;
        for (std::size_t row = 0; row < m_activations.height; ++row)
            for (const auto& column : m_columns)
                lines.push_back(between(cells.subspan(row * m_activations.width), column));
        auto value = mask.begin();
        for (const auto& row : m_rows)
            for (std::size_t x = 0; x < m_columns.size(); ++x) {
                const auto above = lines[static_cast<std::size_t>(row.first) * m_columns.size() + x];
                const auto below = lines[static_cast<std::size_t>(row.second) * m_columns.size() + x];
                *value++ = above + row.weight * (below - above);
            }
        const auto [low, high] = std::ranges::minmax(mask);
        for (auto& one : mask)
            one = high > low ? (one - low) / (high - low) : 0.0F;
    }

private:
    static float between(std::span<const float> values, const Tap& tap) {
        const auto first = values[static_cast<std::size_t>(tap.first)];
        return first + tap.weight * (values[static_cast<std::size_t>(tap.second)] - first);
    }

    const Activations& m_activations;
    std::vector<Tap> m_rows;
    std::vector<Tap> m_columns;
};

// The weights of the channels for one target: the softmax of its scores. Of probabilities it is that of their
// logarithms, so that they are the weights themselves, but for a factor. All are 0 when all probabilities are.
std::vector<double> channel_weights(const Matrix& scores, std::size_t target, bool probability) {
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < scores.rows; ++i)
        largest = std::max<double>(largest, scores.row(i)[target]);
    std::vector<double> weights;
    for (std::size_t i = 0; i < scores.rows; ++i) {
        const double score = scores.row(i)[target];
        weights.push_back(probability ? score : std::exp(score - largest));
    }
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (auto& weight : weights)
        weight = sum > 0 ? weight / sum : 0;
    return weights;
}

// Wang et al., "Score-CAM", arXiv:1910.01279, algorithm 1: S = ReLU(sum_k a_k A_k), where a is the softmax over the
// channels of f(x * M_k) - f(0), and the mask M_k is the channel A_k, enlarged to the image and scaled to 0..1. The
// score of the baseline, f(0), is the same in all channels and leaves the softmax as it is.
BlackBoxMaps maps_of(const BlackBox& box) {
    const auto& activations = *box.activations;
    const auto channels = mask_channels(activations, box.options.num_channels);
    const ChannelMasks masks(activations, box.image.height(), box.image.width());
    const auto scores = box.score(channels.size(),
                                  [&](std::size_t index, std::span<float> mask) { masks.draw(channels[index], mask); });
    if (scores.rows == 0 && !channels.empty())
        throw Error(ErrorKind::unsupported,
                    "the time budget ended before the first channel was scored; use a larger budget");
    return weighted_channels(box, channels, scores.rows, [&](std::size_t target) {
        return channel_weights(scores, target, box.probabilities[target]);
    });
}

}  // namespace

Method score_cam() {
    return {.info = {.name = "score-cam",
                     .title = "Score-CAM",
                     .summary = "last feature map, each channel weighted by the score of the image masked by it",
                     .source = "arXiv:1910.01279"},
            .needs = {.activations = true, .inferences = true},
            .granularity = Granularity::per_class,
            .run = maps_of,
            .options = {num_channels_option, time_budget_option, baseline_option},
            .add = add_activations,
            .needs_scores = false,
            .positive_only = true};
}

}  // namespace vinoscope
