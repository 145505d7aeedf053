// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "arguments.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope::cli {

/// The flags that tell which of the things that a model says are looked at.
class TargetFlags {
public:
    void add_to(Arguments& arguments);

    /// Those that are given, or the best class. @throws Error (usage)
    TargetRequests parse() const;

private:
    std::vector<std::string> m_targets;
};

}  // namespace vinoscope::cli
