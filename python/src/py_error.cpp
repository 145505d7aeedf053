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
    {ErrorKind::usage, "UsageError", &PyExc_ValueError, "An option or argument is invalid."},
    {ErrorKind::bad_model, "BadModelError", &PyExc_ValueError, "A model is damaged or not supported."},
    {ErrorKind::bad_image, "BadImageError", &PyExc_ValueError, "An image is damaged, empty or not readable."},
    {ErrorKind::bad_target, "BadTargetError", &PyExc_ValueError, "The model has no such class, label or layer."},
    {ErrorKind::unsupported,
     "UnsupportedError",
     &PyExc_NotImplementedError,
     "The request is valid, but this method or model does not support it."},
    {ErrorKind::device, "DeviceError", &PyExc_RuntimeError, "The inference device is missing or failed."},
    {ErrorKind::io, "FileError", &PyExc_OSError, "A file cannot be read or written."},
    {ErrorKind::cancelled, "CancelledError", &PyExc_RuntimeError, "The caller requested a stop."},
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
        "Base class of all errors of the library. Its subclasses also derive from the matching built-in exceptions.",
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
