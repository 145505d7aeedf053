// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "metrics/mask_scorer.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope {

class MetricCase;

/// Both curves from one batch of 2 * steps inferences.
/// @param values of the map in the pixels of the model's input, finite
/// @throws Error (usage) when steps is not positive
InsertionDeletion insertion_deletion(const std::vector<float>& values, int steps, const MaskScorer& score);

/// Of values in 0..1, at least one of them above 0: see sparseness() and entropy().
double gini_index(std::vector<float> values);
double relative_entropy(const std::vector<float>& values);

/// 0 when one of the values is not positive.
double harmonic_mean(std::span<const double> values);

/// Metrics that others are made of. @throws NoValue
double average_drop(MetricCase& one);
double complexity(MetricCase& one);
double road(MetricCase& one);

}  // namespace vinoscope
