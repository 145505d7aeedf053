// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/version.hpp"

#include "bindings.hpp"

namespace vinoscope::python {

void bind_version(py::module_& module) {
    module.def("version", &version, "Version of the library.");
    module.def("openvino_version", &openvino_version, "Version of the OpenVINO Runtime that is loaded.");
}

}  // namespace vinoscope::python
