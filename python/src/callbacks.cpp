// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "callbacks.hpp"

#include "arrays.hpp"

namespace vinoscope::python {

namespace py = pybind11;

std::shared_ptr<const py::object> keep(const py::object& object) {
    return {new py::object(object), [](const py::object* kept) {
                const py::gil_scoped_acquire locked;
                delete kept;
            }};
}

PreprocessFunction to_preprocess(const py::object& function) {
    if (function.is_none())
        return {};
    return [kept = keep(function)](const Image& image) {
        const py::gil_scoped_acquire locked;
        return to_tensor((*kept)(to_array(image)));
    };
}

Postprocess to_postprocess(const py::object& function) {
    if (function.is_none())
        return {};
    return [kept = keep(function)](std::span<const OutputTensor> outputs) {
        const py::gil_scoped_acquire locked;
        py::list arrays;
        for (const auto& output : outputs)
            arrays.append(py::make_tuple(output.name, to_array(output)));
        return (*kept)(arrays).cast<Answer>();
    };
}

Progress interruptible(const py::object& progress) {
    return [kept = keep(progress)](std::size_t done, std::size_t count) {
        const py::gil_scoped_acquire locked;
        if (PyErr_CheckSignals() != 0)
            throw py::error_already_set();
        if (!kept->is_none())
            (*kept)(done, count);
    };
}

}  // namespace vinoscope::python
