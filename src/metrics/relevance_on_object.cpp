// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>

#include "metrics/localisation.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/statistics.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

std::size_t size_of(const std::vector<bool>& inside) {
    return static_cast<std::size_t>(std::ranges::count(inside, true));
}

void require_inside(const std::vector<bool>& inside) {
    if (size_of(inside) == 0)
        throw NoValue("the annotation holds no pixel of the image");
}

/// The share of the `count` strongest pixels that lie on the object.
double share_inside(const std::vector<float>& values, const std::vector<bool>& inside, std::size_t count) {
    const auto order = ranks(values);
    std::size_t hits = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        hits += inside[i] && order[i] < count ? 1 : 0;
    return static_cast<double>(hits) / static_cast<double>(count);
}

}  // namespace

MetricValue relevance_mass_accuracy(const SaliencyMap& map, const GroundTruth& truth) {
    require_annotation(truth);
    return value_of([&] {
        require_usable(map);
        const auto canvas = image_canvas(truth.height, truth.width);
        const auto values = sample(map, canvas.frame, canvas);
        const auto inside = object_pixels(truth);
        double on_object = 0;
        double everywhere = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double relevance = std::max(values[i], 0.0F);
            everywhere += relevance;
            on_object += inside[i] ? relevance : 0;
        }
        if (everywhere == 0)
            throw NoValue("no value of the map is above 0");
        return on_object / everywhere;
    });
}

MetricValue relevance_rank_accuracy(const SaliencyMap& map, const GroundTruth& truth) {
    return on_image(map, truth, [](const std::vector<float>& values, const std::vector<bool>& inside) {
        require_inside(inside);
        return share_inside(values, inside, size_of(inside));
    });
}

MetricValue top_k_intersection(const SaliencyMap& map, const GroundTruth& truth, std::int64_t k) {
    if (k < 1)
        throw Error(ErrorKind::usage, "expected at least 1 strongest pixel");
    return on_image(map, truth, [k](const std::vector<float>& values, const std::vector<bool>& inside) {
        return share_inside(values, inside, std::min(values.size(), static_cast<std::size_t>(k)));
    });
}

MetricValue roc_auc(const SaliencyMap& map, const GroundTruth& truth) {
    return on_image(map, truth, [](const std::vector<float>& values, const std::vector<bool>& inside) {
        require_inside(inside);
        const auto positives = static_cast<double>(size_of(inside));
        const auto negatives = static_cast<double>(inside.size()) - positives;
        if (negatives == 0)
            throw NoValue("the annotation holds the whole image");
        // Mann and Whitney (1947): of the ranks of the object, equal values at their mean rank.
        const auto order = mean_ranks(values);
        double sum = 0;
        for (std::size_t i = 0; i < order.size(); ++i)
            sum += inside[i] ? order[i] : 0;
        return (sum - positives * (positives - 1) / 2) / (positives * negatives);
    });
}

}  // namespace vinoscope
