// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
// Options that methods of several kinds read. Those of one method stand in its file.
#pragma once

#include "infer/masked_input.hpp"
#include "methods/gradient/path_points.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {

inline constexpr Option<BlackBoxOptions> baseline_option{
    .name = "baseline",
    .member = &BlackBoxOptions::baseline,
    .help =
        "What is seen instead of the image: zero of the normalised input, black, its mean colour, or the image after a "
        "blur",
    .choices = baseline_names};

inline constexpr Option<AttributionOptions> steps_option{.name = "steps",
                                                         .member = &AttributionOptions::steps,
                                                         .help = "Inputs between the baseline and the image",
                                                         .range = {1, 1'000'000}};
inline constexpr Option<AttributionOptions> rule_option{.name = "rule",
                                                        .member = &AttributionOptions::rule,
                                                        .help = "Where these steps lie and how much each counts",
                                                        .choices = path_rule_names};

inline constexpr Option<AttributionOptions> samples_option{.name = "samples",
                                                           .member = &AttributionOptions::samples,
                                                           .help = "Random inputs",
                                                           .range = {1, 1'000'000},
                                                           .automatic = "50; 200 pairs of expected-gradients"};
inline constexpr Option<AttributionOptions> noise_option{
    .name = "noise",
    .member = &AttributionOptions::noise,
    .help = "Standard deviation of the noise, as a share of the range of the values of the input",
    .placeholder = "S",
    .range = {.lowest = 0, .above_lowest = true}};

}  // namespace vinoscope
