// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/score_scale.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace vinoscope {
namespace {

std::vector<float> softmax(std::vector<float> scores) {
    const float highest = *std::ranges::max_element(scores);
    for (auto& score : scores)
        score = std::exp(score - highest);
    const float sum = std::accumulate(scores.begin(), scores.end(), 0.0F);
    for (auto& score : scores)
        score /= sum;
    return scores;
}

std::vector<float> sigmoid(std::vector<float> scores) {
    for (auto& score : scores)
        score = 1 / (1 + std::exp(-score));
    return scores;
}

}  // namespace

std::string to_string(ScoreScale scale) {
    switch (scale) {
        case ScoreScale::as_is:
            return "as is";
        case ScoreScale::softmax:
            return "softmax";
        case ScoreScale::sigmoid:
            return "sigmoid";
    }
    return "unknown";
}

std::optional<ScoreScale> scale_of(ScoreConversion conversion) {
    switch (conversion) {
        case ScoreConversion::softmax:
            return ScoreScale::softmax;
        case ScoreConversion::sigmoid:
            return ScoreScale::sigmoid;
        case ScoreConversion::raw:
            return ScoreScale::as_is;
        case ScoreConversion::automatic:
            break;
    }
    return std::nullopt;
}

std::vector<float> scaled(std::vector<float> scores, ScoreScale scale) {
    if (scores.empty() || scale == ScoreScale::as_is)
        return scores;
    return scale == ScoreScale::softmax ? softmax(std::move(scores)) : sigmoid(std::move(scores));
}

}  // namespace vinoscope
