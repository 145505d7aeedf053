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
        "Fill of hidden pixels: zero of the normalised input, black, the mean colour of the image, or the blurred "
        "image",
    .choices = baseline_names};

inline constexpr Option<AttributionOptions> steps_option{.name = "steps",
                                                         .member = &AttributionOptions::steps,
                                                         .help = "Number of inputs between the baseline and the image",
                                                         .range = {1, 1'000'000}};
inline constexpr Option<AttributionOptions> rule_option{.name = "rule",
                                                        .member = &AttributionOptions::rule,
                                                        .help = "Quadrature rule of the steps",
                                                        .choices = path_rule_names};

inline constexpr Option<AttributionOptions> samples_option{.name = "samples",
                                                           .member = &AttributionOptions::samples,
                                                           .help = "Number of random inputs",
                                                           .range = {1, 1'000'000},
                                                           .automatic = "50; 200 for expected-gradients"};
inline constexpr Option<AttributionOptions> noise_option{
    .name = "noise",
    .member = &AttributionOptions::noise,
    .help = "Standard deviation of the noise, as a fraction of the range of the input's values",
    .placeholder = "S",
    .range = {.lowest = 0, .above_lowest = true}};

}  // namespace vinoscope
