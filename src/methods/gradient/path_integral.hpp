// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "methods/gradient/path_points.hpp"
#include "vinoscope/attribution.hpp"

namespace vinoscope {

/// The mean of what is found along a path from 0, the baseline, to 1, the image.
class PathIntegral {
public:
    /// @param size of what is found at each point
    /// @throws Error (usage) as path_points()
    PathIntegral(const AttributionOptions& options, std::size_t size);

    /// The points, and both ends, where only the score counts.
    std::size_t points() const { return m_points.size(); }
    float position(std::size_t index) const { return static_cast<float>(m_points[index].position); }

    void add(std::size_t index, float score, std::span<const float> values);

    const std::vector<float>& mean() const { return m_mean; }

    /// The share of the gain between the ends that `sum` has too much or too little.
    double gap(double sum) const;

private:
    std::vector<PathPoint> m_points;
    std::vector<float> m_mean;
    std::vector<float> m_scores;
};

}  // namespace vinoscope
