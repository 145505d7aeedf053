// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "vinoscope/answer.hpp"

namespace vinoscope {

/// Intersection over union, 0..1; 0 when a box has no area.
float overlap(const Region& a, const Region& b);

/// The score of class `label` for detection `index`: see Answer::detection_scores.
float class_score(const Answer& answer, std::size_t index, std::int64_t label);

/// Positions of the detections that score at least `min_score`, best first; equal scores keep their order. Among
/// overlapping candidates, one that overlaps a better one of its class by more than a half is left out (non-maximum
/// suppression).
std::vector<std::size_t> best_detections(const Answer& answer, double min_score);

}  // namespace vinoscope
