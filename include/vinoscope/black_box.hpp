// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace vinoscope {

/// How methods choose the inputs whose scores they compare (RISE, AISE, occlusion, Score-CAM). A perturbed input is
/// `baseline + mask * (image - baseline)`. list_options() has the range of each member and the methods that read it; a
/// method that does not read what is given says so in a warning.
struct BlackBoxOptions {
    /// Number of masks where num_masks is 0: "speed" (250), "balance" (500) or "quality" (1500).
    std::string budget = "balance";

    /// Inferences, besides the one of the image itself: of RISE for all targets together, of AISE for each; 0: by
    /// budget.
    std::size_t num_masks = 0;

    /// Cells of a RISE mask along the shorter side of the input; 0: by estimator.
    int num_cells = 0;

    /// Share of open cells of a RISE mask, in (0, 1); 0: by estimator.
    double prob = 0;

    /// Of RISE: "auto" (most faithful), "regression" (nearest to the paper's map after endless masks; costly for many
    /// cells), "centred" (also near to it, with a standard error) or "plain" (the paper's sum).
    std::string estimator = "auto";

    /// Seconds for one image; 0: no limit. Without num_masks, it alone ends RISE and AISE.
    double time_budget = 0;

    /// Side of the square of occlusion in pixels of the model's input; 0: an eighth of the shorter side.
    int window = 0;

    /// Pixels from one square of occlusion to the next; 0: half a window.
    int stride = 0;

    /// What a mask uncovers: "zero" (of the normalised input, so the mean colour of the preprocessing), "black", "mean"
    /// (colour of the image) or "blur" (of the image).
    std::string baseline = "zero";

    /// Standard deviations of the Gaussian windows of AISE, as shares of the shorter side of the input.
    std::vector<double> kernel_widths = {0.1, 0.175, 0.25};

    /// Windows of AISE of each width, two inferences each; 0: as many as the budget allows.
    int num_iterations_per_kernel = 0;

    /// In (0, 1): RISE ends as soon as the map of every target is expected to correlate by so much with its map after
    /// endless masks, at num_masks at the latest; 0: never. The expectation is sqrt(1 - e / v) with e the mean squared
    /// standard error of the map and v its variance over the cells; it is computed after 128 masks and then each time
    /// that their number has grown by two fifths. Not for "regression", which has no standard error.
    double until_stable = 0;

    /// Of AISE: share of the best score by which a region must promise more to be searched; larger is more global.
    double solver_epsilon = 0.1;

    /// Channels of the target layer that Score-CAM uses as masks, those first whose activations vary most; 0: all.
    int num_channels = 0;
};

}  // namespace vinoscope
