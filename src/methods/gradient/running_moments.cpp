// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/running_moments.hpp"

#include <algorithm>
#include <cmath>

namespace vinoscope {

void RunningMoments::add(std::span<const float> values) {
    ++m_count;
    const float share = 1.0F / static_cast<float>(m_count);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float difference = values[i] - m_mean[i];
        m_mean[i] += difference * share;
        m_squares[i] += difference * (values[i] - m_mean[i]);
    }
}

std::vector<float> RunningMoments::variance() const {
    auto variance = m_squares;
    for (auto& value : variance)
        value /= static_cast<float>(m_count);
    return variance;
}

std::vector<float> RunningMoments::standard_error() const {
    auto error = variance();
    for (auto& value : error)
        value = std::sqrt(value / static_cast<float>(std::max<std::size_t>(m_count, 2) - 1));
    return error;
}

}  // namespace vinoscope
