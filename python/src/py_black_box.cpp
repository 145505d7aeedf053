// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/black_box.hpp"

#include "bindings.hpp"
#include "options.hpp"

namespace vinoscope::python {

void bind_black_box(py::module_& module) {
    using Options = BlackBoxOptions;
    StructClass<Options>(module, "BlackBoxOptions", "How black-box methods ask the model.")
        .field("budget", &Options::budget, "Masks where num_masks is 0: \"speed\", \"balance\" or \"quality\".")
        .field("num_masks", &Options::num_masks, "Inferences of RISE, besides the one of the image itself.")
        .field("num_cells", &Options::num_cells, "Cells of a RISE mask along the shorter side of the input.")
        .field("prob", &Options::prob, "Share of open cells of a RISE mask, in (0, 1).")
        .field("estimator", &Options::estimator, "Of RISE: \"auto\", \"regression\", \"centred\" or \"plain\".")
        .field("time_budget", &Options::time_budget, "Seconds for one image; 0: no limit.")
        .field("window", &Options::window, "Side of the occluded square in pixels of the model's input.")
        .field("stride", &Options::stride, "Pixels from one occluded square to the next.")
        .field("baseline", &Options::baseline, "What a mask uncovers: \"zero\", \"black\", \"mean\" or \"blur\".")
        .field("until_stable", &Options::until_stable, "Correlation with the endless map at which RISE ends; 0: never.")
        .field("kernel_widths", &Options::kernel_widths, "Of the windows of AISE, as shares of the shorter side.")
        .field("num_iterations_per_kernel", &Options::num_iterations_per_kernel, "Windows of AISE of each width.")
        .field("solver_epsilon", &Options::solver_epsilon, "Of the search of AISE: larger is more global.")
        .keywords();
}

}  // namespace vinoscope::python
