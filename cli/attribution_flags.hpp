// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "arguments.hpp"
#include "vinoscope/attribution.hpp"

namespace vinoscope::cli {

/// The flags of methods that average gradients, as given.
class AttributionFlags {
public:
    void add_to(Arguments& arguments);

    /// @throws Error (usage)
    AttributionOptions parse() const;

private:
    std::string m_steps;
    std::string m_rule = "gauss-legendre";
    std::string m_samples;
    std::string m_noise;
};

}  // namespace vinoscope::cli
