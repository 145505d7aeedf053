// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/predictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

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

void require_finite(const std::vector<float>& scores) {
    const auto bad = std::ranges::find_if_not(scores, [](float score) { return std::isfinite(score); });
    if (bad != scores.end())
        throw Error(
            ErrorKind::bad_model,
            fmt::format("expected finite scores, found {} for class {}; check the preprocessing (mean, scale), or "
                        "try precision f32",
                        *bad,
                        bad - scores.begin()));
}

}  // namespace

std::string score_meaning(const ScoreOutput& output) {
    return output.activation == "none" && output.classes > 1 ? "softmax" : "as is";
}

std::vector<float> shown_scores(std::vector<float> scores, const ScoreOutput& output) {
    return score_meaning(output) == "softmax" ? softmax(std::move(scores)) : scores;
}

std::vector<Prediction> top_predictions(const std::vector<float>& scores,
                                        const std::vector<std::string>& labels,
                                        const ScoreOutput& output,
                                        int count) {
    require_finite(scores);
    const auto shown = shown_scores(scores, output);
    std::vector<std::int64_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    const auto kept = std::min<std::size_t>(order.size(), static_cast<std::size_t>(std::max(count, 0)));
    const auto better = [&](std::int64_t a, std::int64_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
    };
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(), better);
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < kept; ++i)
        predictions.push_back({order[i], labels.empty() ? "" : labels[order[i]], shown[order[i]]});
    return predictions;
}

}  // namespace vinoscope
