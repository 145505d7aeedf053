// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/task.hpp"

#include <pybind11/stl.h>

#include "bindings.hpp"

namespace vinoscope::python {

void bind_task(py::module_& module) {
    py::class_<DecoderInfo>(module, "DecoderInfo", "A decoder of model outputs.")
        .def_readonly("name", &DecoderInfo::name)
        .def_readonly("task", &DecoderInfo::task, "The task that it belongs to.")
        .def_readonly("summary", &DecoderInfo::summary, "The outputs that it expects.");
    module.def(
        "list_decoders", &list_decoders, "Returns all decoders in the order in which the automatic choice tries them.");
    module.def("task_names", &task_names, "What a task may be besides \"auto\".");
}

}  // namespace vinoscope::python
