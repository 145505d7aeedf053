// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "openvino_model.hpp"

#include <pybind11/conduit/pybind11_conduit_v1.h>

#include <openvino/core/model.hpp>

namespace vinoscope::python {
namespace {

namespace py = pybind11;

constexpr const char* wrapped = "_Model__model";  // openvino.Model keeps the extension's own object there

}  // namespace

std::shared_ptr<ov::Model> find_model(const py::object& object) {
    const auto inner = py::getattr(object, wrapped, object);
    auto* model = pybind11_conduit_v1::get_type_pointer_ephemeral<ov::Model>(inner.ptr());
    PyErr_Clear();  // an object without a conduit is simply no model
    return model == nullptr ? nullptr : model->shared_from_this();
}

std::shared_ptr<ov::Model> require_model(const py::object& object) {
    auto model = find_model(object);
    if (!model)
        throw py::type_error("expected an openvino.Model, found " + py::repr(py::type::of(object)).cast<std::string>());
    return model;
}

void become(ov::Model& shell, const ov::Model& content) {
    for (const auto& result : ov::ResultVector(shell.get_results()))
        shell.remove_result(result);
    for (const auto& sink : ov::SinkVector(shell.get_sinks()))
        shell.remove_sink(sink);
    for (const auto& variable : ov::op::util::VariableVector(shell.get_variables()))
        shell.remove_variable(variable);
    for (const auto& parameter : ov::ParameterVector(shell.get_parameters()))
        shell.remove_parameter(parameter);
    shell.add_parameters(content.get_parameters());
    shell.add_variables(content.get_variables());
    shell.add_sinks(content.get_sinks());
    shell.add_results(content.get_results());
    shell.get_rt_info() = content.get_rt_info();
    shell.set_friendly_name(content.get_friendly_name());
    shell.validate_nodes_and_infer_types();
}

}  // namespace vinoscope::python
