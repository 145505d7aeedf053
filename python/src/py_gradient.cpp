// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/gradient.hpp"

#include <openvino/core/model.hpp>

#include "bindings.hpp"
#include "callbacks.hpp"
#include "openvino_model.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

void gradient_into(const py::object& model, const GradientOptions& options) {
    const auto shell = require_model(model);
    const Unlocked unlocked;
    become(*shell, *gradient(shell, options));
}

}  // namespace

void bind_gradient(py::module_& module) {
    py::class_<GradientTarget>(module, "GradientTarget", "The class whose score is differentiated.")
        .def(py::init<>(), "Selects the class with the highest score in each inference.")
        .def(py::init<std::int64_t>(), py::arg("index"), "Selects this class.")
        .def_static("input", &GradientTarget::input, "The class that a new input of the model, \"target\", holds.");
    using Options = GradientOptions;
    StructClass<Options>(module, "GradientOptions", "Options of gradient().")
        .field("target", &Options::target, "")
        .field("with_respect_to", &Options::with_respect_to, "Names of tensors or operations; empty: the image input.")
        .field("output", &Options::output, "Name of the output that holds the class scores.")
        .field("after_activation",
               &Options::after_activation,
               "Whether to differentiate the probability instead of the logit.")
        .keywords();
    module.def("gradient_into",
               &gradient_into,
               py::arg("model"),
               py::arg("options") = GradientOptions(),
               "Adds the outputs `score` and `gradient` to an openvino.Model in place.");
}

}  // namespace vinoscope::python
