// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/error.hpp"

#include <array>
#include <utility>

#include "bindings.hpp"

namespace vinoscope::python {
namespace {

struct ErrorClass {
    ErrorKind kind;
    const char* name;
    PyObject** also;  ///< the built-in exception that a caller may expect instead
    const char* documentation;
    PyObject* type = nullptr;  ///< lives as long as the process
};

std::array<ErrorClass, 8> error_classes = {{
    {ErrorKind::usage, "UsageError", &PyExc_ValueError, "An option or argument that makes no sense."},
    {ErrorKind::bad_model, "BadModelError", &PyExc_ValueError, "A model that is broken or not understood."},
    {ErrorKind::bad_image, "BadImageError", &PyExc_ValueError, "An image that is broken, empty or not readable."},
    {ErrorKind::bad_target, "BadTargetError", &PyExc_ValueError, "A class, label or layer that the model lacks."},
    {ErrorKind::unsupported,
     "UnsupportedError",
     &PyExc_NotImplementedError,
     "A valid request that this method or model cannot answer."},
    {ErrorKind::device, "DeviceError", &PyExc_RuntimeError, "The inference device is missing or failed."},
    {ErrorKind::io, "FileError", &PyExc_OSError, "A file that cannot be read or written."},
    {ErrorKind::cancelled, "CancelledError", &PyExc_RuntimeError, "The caller asked to stop."},
}};

PyObject* class_of(ErrorKind kind) {
    for (const auto& row : error_classes)
        if (row.kind == kind)
            return row.type;
    return PyExc_RuntimeError;
}

void translate(std::exception_ptr exception) {
    try {
        if (exception)
            std::rethrow_exception(std::move(exception));
    } catch (const Error& error) {
        py::set_error(class_of(error.kind()), error.what());
    }
}

py::object new_exception(const py::module_& module,
                         const std::string& name,
                         const char* documentation,
                         const py::object& bases) {
    const auto full_name = module.attr("__name__").cast<std::string>() + "." + name;
    auto* type = PyErr_NewExceptionWithDoc(full_name.c_str(), documentation, bases.ptr(), nullptr);
    if (type == nullptr)
        throw py::error_already_set();
    return py::reinterpret_steal<py::object>(type);
}

}  // namespace

void bind_error(py::module_& module) {
    const auto base = new_exception(
        module,
        "Error",
        "What every error of the library is; its subclasses are also the built-in exceptions that one expects.",
        py::reinterpret_borrow<py::object>(PyExc_Exception));
    module.attr("Error") = base;
    for (auto& row : error_classes) {
        const auto bases = py::make_tuple(base, py::handle(*row.also));
        auto type = new_exception(module, row.name, row.documentation, bases);
        module.attr(row.name) = type;
        row.type = type.release().ptr();
    }
    py::register_exception_translator(translate);
}

}  // namespace vinoscope::python
