// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/method.hpp"

#include <pybind11/stl.h>

#include "bindings.hpp"

namespace vinoscope::python {

void bind_method(py::module_& module) {
    py::class_<MethodInfo>(module, "MethodInfo", "One explanation method.")
        .def_readonly("name", &MethodInfo::name, "As in `--method`, e.g. \"recipro-cam\".")
        .def_readonly("title", &MethodInfo::title, "As the papers write it, e.g. \"ReciproCAM\".")
        .def_property_readonly(
            "family",
            [](const MethodInfo& method) { return to_string(method.family); },
            "\"white-box\", \"gradient\", \"black-box\" or \"hybrid\".")
        .def_property_readonly(
            "answers",
            [](const MethodInfo& method) { return to_string(method.granularity); },
            "\"class\": one map a class; \"image\": one map an image; \"target\": one for each target, by itself.")
        .def_readonly("summary", &MethodInfo::summary, "One line.")
        .def_readonly("source", &MethodInfo::source, "Paper or origin.")
        .def_readonly("insertable", &MethodInfo::insertable, "Whether insert_xai() supports it.")
        .def_readonly("options", &MethodInfo::options, "Names of the options that it reads: see list_options().")
        .def("__repr__", [](const MethodInfo& method) {
            return "<MethodInfo " + std::string(method.name) + ": " + std::string(method.summary) + ">";
        });
    module.def(
        "list_methods", &list_methods, "Returns all methods in the order of preference of the automatic choice.");
}

}  // namespace vinoscope::python
