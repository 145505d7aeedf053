// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace vinoscope {

/// How black-box methods (RISE, AISE, occlusion) ask the model. A perturbed input is `baseline + mask * (image -
/// baseline)`. What is left at zero or "auto" is chosen by the method.
struct BlackBoxOptions {
    std::string budget = "balance";  ///< number of masks where num_masks is 0: "speed", "balance" or "quality"
    std::size_t num_masks = 0;       ///< inferences, besides the one of the image itself: of RISE for all targets
                                     ///< together, of AISE for each; 0: by budget
    int num_cells = 0;               ///< cells of a RISE mask along the shorter side of the input; 0: by estimator
    double prob = 0;                 ///< share of open cells of a RISE mask, in (0, 1); 0: by estimator
    std::string estimator = "auto";  ///< of RISE: "auto" (most faithful), "regression" (nearest to the paper's map
                                     ///< after endless masks; costly for many cells), "centred" (also near to it, with
                                     ///< a standard error) or "plain" (the paper's sum)
    double time_budget = 0;          ///< seconds for one image; 0: no limit. Without num_masks, it alone ends
                                     ///< RISE and AISE
    int window = 0;                  ///< side of the occluded square in pixels of the model's input; 0: an eighth
    int stride = 0;                  ///< pixels from one occluded square to the next; 0: half a window
    std::string baseline = "zero";   ///< what a mask uncovers: "zero" (of the normalised input, so the mean colour of
                                     ///< the preprocessing), "black", "mean" (colour of the image) or "blur" (of the
                                     ///< image)

    /// Of the Gaussian windows of AISE: standard deviations as shares of the shorter side of the input.
    std::vector<double> kernel_widths = {0.1, 0.175, 0.25};

    /// Windows of AISE of each width, two inferences each; 0: as many as the budget allows.
    int num_iterations_per_kernel = 0;

    /// In (0, 1): RISE ends as soon as the map of every target is expected to correlate by so much with its map after
    /// endless masks, at num_masks at the latest; 0: never. The expectation is sqrt(1 - e / v) with e the mean squared
    /// standard error of the map and v its variance over the places; it is looked at after 128 masks and then each time
    /// that their number has grown by two fifths. Not for "regression", which has no standard error.
    double until_stable = 0;

    /// Of AISE: share of the best score by which a region must promise more to be searched; larger is more global.
    double solver_epsilon = 0.1;
};

}  // namespace vinoscope
