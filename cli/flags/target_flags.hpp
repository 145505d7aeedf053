// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "flags/arguments.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope::cli {

/// The flags that tell which of the things that a model says are looked at.
class TargetFlags {
public:
    void add_to(Arguments& arguments);

    /// Only the flags that choose classes, without boxes, regions and contrasts.
    void add_classes_to(Arguments& arguments);

    /// Those that are given, or the best prediction. @throws Error (usage, bad_image)
    TargetRequests parse() const;

    /// Of boxes that count as found. @throws Error (usage)
    std::optional<double> min_score() const;

private:
    void add_min_score_to(Arguments& arguments);

    std::vector<std::string> m_targets;
    std::vector<std::string> m_boxes;
    std::vector<std::string> m_regions;
    std::string m_versus;
    std::string m_min_score;
};

}  // namespace vinoscope::cli
