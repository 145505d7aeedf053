// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/tensor.hpp"

#include <pybind11/native_enum.h>
#include <pybind11/stl.h>

#include "arrays.hpp"
#include "bindings.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::python {
namespace {

// Whoever drops the last copy may not hold the interpreter's lock.
std::shared_ptr<const void> keep(py::array array) {
    const auto* values = array.data();
    auto* owner = array.release().ptr();
    return {values, [owner](const void*) {
                const py::gil_scoped_acquire locked;
                Py_DECREF(owner);
            }};
}

template <typename Value>
py::array converted(const py::object& value) {
    return py::array_t<Value, py::array::c_style | py::array::forcecast>::ensure(value);
}

bool is_numeric(const py::object& value) {
    return py::isinstance<py::array>(value) &&
           std::string_view("fiub").find(value.attr("dtype").attr("kind").cast<char>()) != std::string_view::npos;
}

}  // namespace

Tensor to_tensor(const py::object& value, bool integers) {
    if (!is_numeric(value))
        throw Error(ErrorKind::bad_image,
                    "expected the model's input as an array of numbers, found " + describe(value));
    Tensor tensor;
    if (py::isinstance<py::array_t<std::uint8_t>>(value))
        tensor.type = TensorType::u8;
    else if (integers && value.attr("dtype").attr("kind").cast<char>() != 'f')
        tensor.type = TensorType::i64;
    auto array = tensor.type == TensorType::u8    ? converted<std::uint8_t>(value)
                 : tensor.type == TensorType::i64 ? converted<std::int64_t>(value)
                                                  : converted<float>(value);
    tensor.shape.assign(array.shape(), array.shape() + array.ndim());
    tensor.values = keep(std::move(array));
    return tensor;
}

void bind_tensor(py::module_& module) {
    py::native_enum<TensorType>(module, "TensorType", "enum.Enum", "The element type of a Tensor.")
        .value("f32", TensorType::f32)
        .value("u8", TensorType::u8)
        .value("i64", TensorType::i64)
        .finalize();
    py::class_<Tensor>(module, "Tensor", "A model input prepared by the caller.")
        .def(py::init(&to_tensor),
             py::arg("array"),
             py::arg("integers") = false,
             "Shares a C-contiguous array of float32 or uint8; any other array of numbers is converted to float32, or "
             "with `integers` one of whole numbers to int64, for ExplainerOptions.inputs.")
        .def_readonly("type", &Tensor::type)
        .def_readonly("shape", &Tensor::shape);
}

}  // namespace vinoscope::python
