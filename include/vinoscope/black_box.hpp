// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace vinoscope {

/// Options of methods that compare the scores of perturbed inputs (RISE, AISE, occlusion, Score-CAM). A perturbed input
/// is `baseline + mask * (image - baseline)`. list_options() returns the range of each member and the methods that use
/// it; an option that the method does not use causes a warning.
struct BlackBoxOptions {
    /// The number of masks if num_masks is 0: "speed" (250), "balance" (500) or "quality" (1500).
    std::string budget = "balance";

    /// The number of inferences besides that of the image: for all targets together with RISE, per target with AISE. 0
    /// means that `budget` decides.
    std::size_t num_masks = 0;

    /// The number of cells of a RISE mask along the shorter side of the input. 0 means the default of the estimator.
    int num_cells = 0;

    /// The fraction of open cells of a RISE mask, in (0, 1). 0 means the default of the estimator.
    double prob = 0;

    /// The estimator of RISE: "auto" (most faithful), "regression" (closest to the converged map of the paper;
    /// expensive for many cells), "centred" (also close to it, with a standard error) or "plain" (the sum of the
    /// paper).
    std::string estimator = "auto";

    /// The time limit per image in seconds; 0 means no limit. Without num_masks, it is the only limit of RISE and AISE.
    double time_budget = 0;

    /// The side of the square of occlusion in pixels of the model's input. 0 means an eighth of the shorter side.
    int window = 0;

    /// The distance of the squares of occlusion in pixels. 0 means half a window.
    int stride = 0;

    /// The fill of hidden pixels: "zero" (of the normalised input, that is, the mean colour of the preprocessing),
    /// "black", "mean" (the mean colour of the image) or "blur" (the blurred image).
    std::string baseline = "zero";

    /// The standard deviations of the Gaussian windows of AISE, as fractions of the shorter side of the input.
    std::vector<double> kernel_widths = {0.1, 0.175, 0.25};

    /// The number of windows of AISE per width, with two inferences each. 0 means as many as the budget allows.
    int num_iterations_per_kernel = 0;

    /// In (0, 1): RISE stops once the expected correlation of the map of every target with its map in the limit of
    /// infinitely many masks reaches this value, at num_masks at the latest; 0 means never. The expectation is
    /// sqrt(1 - e / v), where e is the mean squared standard error of the map and v its variance over the cells. It is
    /// computed after 128 masks and each time their number has grown by 40 %. Not supported by "regression", which has
    /// no standard error.
    double until_stable = 0;

    /// The minimum potential improvement of a region in the search of AISE, as a fraction of the best score. Larger
    /// values search more globally.
    double solver_epsilon = 0.1;

    /// The number of channels of the target layer that Score-CAM uses as masks, those with the largest variance first.
    /// 0 means all.
    int num_channels = 0;
};

}  // namespace vinoscope
