// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/internal/suggest.hpp"

#include <pybind11/stl.h>

#include "bindings.hpp"

namespace vinoscope::python {

void bind_suggest(py::module_& module) {
    module.def(
        "did_you_mean",
        [](const std::string& wanted, const std::vector<std::string>& names) { return did_you_mean(wanted, names); },
        py::arg("wanted"),
        py::arg("names"),
        "\"; did you mean a, b or c?\", or nothing when no name is near.");
}

}  // namespace vinoscope::python
