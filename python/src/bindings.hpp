// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

namespace vinoscope::python {

namespace py = pybind11;

// One function for each public header, in the file py_<header>.cpp.
void bind_answer(py::module_& module);
void bind_comparison(py::module_& module);
void bind_doctor(py::module_& module);
void bind_error(py::module_& module);
void bind_evaluator(py::module_& module);
void bind_explainer(py::module_& module);
void bind_explanation(py::module_& module);
void bind_gradient(py::module_& module);
void bind_image(py::module_& module);
void bind_insert(py::module_& module);
void bind_labels(py::module_& module);
void bind_method(py::module_& module);
void bind_metrics(py::module_& module);
void bind_option(py::module_& module);
void bind_preprocess(py::module_& module);
void bind_render(py::module_& module);
void bind_report(py::module_& module);
void bind_saliency_map(py::module_& module);
void bind_suggest(py::module_& module);
void bind_target(py::module_& module);
void bind_task(py::module_& module);
void bind_tensor(py::module_& module);
void bind_verdict(py::module_& module);
void bind_verifier(py::module_& module);
void bind_version(py::module_& module);

}  // namespace vinoscope::python
