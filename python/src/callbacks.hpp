// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <memory>

#include "vinoscope/answer.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope::python {

/// A Python object that may be copied and dropped by threads that do not hold the interpreter's lock.
std::shared_ptr<const pybind11::object> keep(const pybind11::object& object);

/// A Python function that takes uint8 [height, width, 3] and returns the model's input; empty for None.
PreprocessFunction to_preprocess(const pybind11::object& function);

/// A Python function that takes `[(name, array), ...]` and returns an Answer; empty for None. It may be called by a
/// thread that does not hold the interpreter's lock. What it raises is thrown as it is, with its traceback.
Postprocess to_postprocess(const pybind11::object& function);

/// Lets signals through (Ctrl-C) and calls a Python function `(done, count)`, or None, in a thread that does not hold
/// the interpreter's lock. What is raised is thrown as it is, with its traceback.
Progress interruptible(const pybind11::object& progress);

}  // namespace vinoscope::python
