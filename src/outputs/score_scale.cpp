// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/score_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "vinoscope/error.hpp"

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

std::optional<ScoreScale> find_scale(std::string_view name) {
    if (name == "auto")
        return std::nullopt;
    for (const auto& [known, scale] : {std::pair{"softmax", ScoreScale::softmax},
                                       std::pair{"sigmoid", ScoreScale::sigmoid},
                                       std::pair{"raw", ScoreScale::as_is}})
        if (name == known)
            return scale;
    throw Error(ErrorKind::usage, fmt::format("expected score auto, softmax, sigmoid or raw, found \"{}\"", name));
}

std::vector<float> scaled(std::vector<float> scores, ScoreScale scale) {
    if (scores.empty() || scale == ScoreScale::as_is)
        return scores;
    return scale == ScoreScale::softmax ? softmax(std::move(scores)) : sigmoid(std::move(scores));
}

}  // namespace vinoscope
