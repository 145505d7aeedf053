// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/path_integral.hpp"

#include <cmath>

namespace vinoscope {

PathIntegral::PathIntegral(const AttributionOptions& options, std::size_t size)
    : m_points(path_points(options.rule, options.steps)), m_mean(size) {
    m_points.push_back({0, 0});
    m_points.push_back({1, 0});
    m_scores.resize(m_points.size());
}

void PathIntegral::add(std::size_t index, float score, std::span<const float> values) {
    m_scores[index] = score;
    const auto weight = static_cast<float>(m_points[index].weight);
    if (weight == 0)  // only the score counts, and the gradient may be NaN
        return;
    for (std::size_t i = 0; i < values.size(); ++i)
        m_mean[i] += weight * values[i];
}

double PathIntegral::gap(double sum) const {
    const double gain = m_scores[m_scores.size() - 1] - m_scores[m_scores.size() - 2];
    return std::abs(sum - gain) / std::abs(gain);
}

}  // namespace vinoscope
