// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "methods/blackbox/budget.hpp"
#include "methods/hybrid/activations.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// A channel that is 0 everywhere is not missed.
std::vector<std::size_t> active_channels(const Activations& activations, int wanted) {
    auto channels = ranked_channels(activations);
    std::erase_if(channels, [&](std::size_t channel) {
        return std::ranges::all_of(activations.values.row(channel), [](float value) { return value == 0; });
    });
    if (wanted > 0 && channels.size() > static_cast<std::size_t>(wanted))
        channels.resize(static_cast<std::size_t>(wanted));
    return channels;
}

// Desai and Ramaswamy, "Ablation-CAM", doi:10.1109/WACV45572.2020.9093360, equations 3 and 4: S = ReLU(sum_k w_k A_k),
// w_k = (f(x) - f_k(x)) / f(x), where f_k is the score without channel k. Of scores that may be negative, divided by
// the magnitude, so that a channel that is missed counts for the target.
BlackBoxMaps maps_of(const BlackBox& box) {
    const auto& activations = *box.activations;
    const auto channels = active_channels(activations, box.options.num_channels);
    const auto scores = scores_without(box, channels);
    if (scores.rows == 0 && !channels.empty())
        throw Error(ErrorKind::unsupported,
                    "the time budget ended before the first channel was scored; use a larger budget");
    return weighted_channels(box, channels, scores.rows, [&](std::size_t target) {
        const double whole = box.image_scores[target];
        std::vector<double> weights;
        for (std::size_t i = 0; i < scores.rows; ++i)
            weights.push_back((whole - scores.row(i)[target]) / (whole == 0 ? 1 : std::abs(whole)));
        return weights;
    });
}

}  // namespace

Method ablation_cam() {
    return {.info = {.name = "ablation-cam",
                     .title = "Ablation-CAM",
                     .summary = "last feature map, each channel weighted by the decrease of the score without it",
                     .source = "doi:10.1109/WACV45572.2020.9093360"},
            .needs = {.activations = true, .inferences = true},
            .granularity = Granularity::per_class,
            .run = maps_of,
            .options = {num_channels_option, time_budget_option},
            .add = add_gated_activations,
            .needs_scores = false,
            .positive_only = true};
}

}  // namespace vinoscope
