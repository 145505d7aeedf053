// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "arguments.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope::cli {

/// The flags of metrics, but for their baseline and seed, which are those of black-box methods.
class MetricFlags {
public:
    void add_to(Arguments& arguments);

    /// @throws Error (usage)
    MetricOptions parse() const;

private:
    std::string m_steps;
    std::string m_subsets;
    std::string m_noisy_images;
    std::string m_noise;
    std::string m_tolerance;
    std::string m_threshold;
};

}  // namespace vinoscope::cli
