// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "metrics/metric_case.hpp"
#include "metrics/metric_table.hpp"
#include "support/random_values.hpp"

namespace vinoscope::test {

inline SaliencyMap map_of(int height, int width, std::vector<float> values) {
    SaliencyMap map;
    map.height = height;
    map.width = width;
    map.values = std::move(values);
    return map;
}

/// f(mask) = sum of weight * mask: a model whose answer to any mask is known.
inline MaskScorer linear_scorer(std::vector<float> weights) {
    return [weights = std::move(weights)](std::size_t count, const DrawMask& draw) {
        std::vector<float> scores(count);
        std::vector<float> mask(weights.size());
        for (std::size_t i = 0; i < count; ++i) {
            draw(i, mask);
            double score = 0;
            for (std::size_t place = 0; place < mask.size(); ++place)
                score += static_cast<double>(weights[place]) * mask[place];
            scores[i] = static_cast<float>(score);
        }
        return scores;
    };
}

/// Weights that are not negative and have the sum 1, most of it in a few places.
inline std::vector<float> some_weights(std::size_t count) {
    auto weights = random_values(count, 7);
    for (auto& weight : weights)
        weight = std::pow(weight, 6.0F);
    const float sum = std::accumulate(weights.begin(), weights.end(), 0.0F);
    for (auto& weight : weights)
        weight /= sum;
    return weights;
}

inline std::vector<float> negated(std::vector<float> values) {
    for (auto& value : values)
        value = -value;
    return values;
}

/// A map in the very pixels of the input of a model.
inline MetricInputs inputs_of(const SaliencyMap& map, MaskScorer score, double image_score = 1) {
    const auto canvas = image_canvas(map.height, map.width);
    MetricInputs inputs{.map = map, .image = canvas.frame, .input = canvas};
    inputs.imputed_score = score;
    inputs.score = std::move(score);
    inputs.image_score = image_score;
    return inputs;
}

inline MetricValue measured(const std::string& metric, MetricInputs inputs) {
    MetricCase one(std::move(inputs));
    return measure(find_metric(metric), one);
}

}  // namespace vinoscope::test
