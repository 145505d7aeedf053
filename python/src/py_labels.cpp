// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/labels.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "bindings.hpp"

namespace vinoscope::python {

void bind_labels(py::module_& module) {
    module.def("read_labels",
               &read_labels,
               py::arg("file"),
               "Reads class names from a UTF-8 file with one name per line, in the order of the class indices.");
}

}  // namespace vinoscope::python
