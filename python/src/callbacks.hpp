// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include "vinoscope/answer.hpp"

namespace vinoscope::python {

/// A Python function that takes `[(name, array), ...]` and returns an Answer; empty for None. It may be called by a
/// thread that does not hold the interpreter's lock. What it raises is thrown as it is, with its traceback.
Postprocess to_postprocess(const pybind11::object& function);

}  // namespace vinoscope::python
