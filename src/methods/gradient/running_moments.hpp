// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace vinoscope {

/// Mean and variance of each value of many vectors, one vector at a time (Welford, 1962).
class RunningMoments {
public:
    explicit RunningMoments(std::size_t size) : m_mean(size), m_squares(size) {}

    void add(std::span<const float> values);

    const std::vector<float>& mean() const { return m_mean; }
    std::vector<float> variance() const;        ///< of the vectors themselves
    std::vector<float> standard_error() const;  ///< of the mean

private:
    std::size_t m_count = 0;
    std::vector<float> m_mean;
    std::vector<float> m_squares;  // of the differences from the mean
};

}  // namespace vinoscope
