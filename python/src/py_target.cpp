// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/target.hpp"

#include <pybind11/stl.h>

#include "bindings.hpp"

namespace vinoscope::python {

void bind_target(py::module_& module) {
    py::class_<TopTargets>(module, "TopTargets", "The classes with the highest scores of each image.")
        .def(py::init([](int count) { return TopTargets{count}; }), py::arg("count") = 1)
        .def_readonly("count", &TopTargets::count);
    py::class_<AllTargets>(module, "AllTargets", "Every class of the model.").def(py::init<>());
    module.def("parse_targets",
               &parse_targets,
               py::arg("text"),
               "Reads `285`, `tabby`, `top:3`, `all` or a comma-separated list of them.");
    module.def("resolve_targets",
               &resolve_targets,
               py::arg("requests"),
               py::arg("scores"),
               py::arg("labels"),
               "The class indices that requests name, in the asked order, without repeats.");
}

}  // namespace vinoscope::python
