// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/attribution.hpp"

#include "bindings.hpp"
#include "options.hpp"

namespace vinoscope::python {

void bind_attribution(py::module_& module) {
    using Options = AttributionOptions;
    StructClass<Options>(module, "AttributionOptions", "How methods that average gradients choose their inputs.")
        .field("steps", &Options::steps, "From the baseline to the image, of integrated gradients.")
        .field("rule", &Options::rule, "Where they lie: \"gauss-legendre\", \"trapezoid\" or \"midpoint\".")
        .field("samples", &Options::samples, "Random inputs; 0: 50, or 200 of expected gradients.")
        .field("noise", &Options::noise, "Its standard deviation, as a share of the range of the input's values.")
        .keywords();
}

}  // namespace vinoscope::python
