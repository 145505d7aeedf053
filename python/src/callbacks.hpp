// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <optional>

#include "vinoscope/answer.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope::python {

/// Releases the interpreter's lock while it lives. A thread that waits for the lock when the interpreter has ended is
/// ended in the middle of C++, which ends the process: so the end of the interpreter asks what runs to stop, and waits.
class Unlocked {
public:
    /// @throws Error (cancelled) when the end has begun
    Unlocked();
    Unlocked(const Unlocked&) = delete;
    Unlocked& operator=(const Unlocked&) = delete;
    ~Unlocked();

private:
    std::optional<pybind11::gil_scoped_release> m_released;
};

/// Registers with `atexit` what stops all work and waits for it.
void stop_work_at_exit();

/// A Python object that may be copied and dropped by threads that do not hold the interpreter's lock.
std::shared_ptr<const pybind11::object> keep(const pybind11::object& object);

/// A Python function that takes uint8 [height, width, 3] and returns the model's input; empty for None.
PreprocessFunction to_preprocess(const pybind11::object& function);

/// A Python function that takes `[(name, array), ...]` and returns an Answer; empty for None. It may be called by a
/// thread that does not hold the interpreter's lock. What it raises is thrown as it is, with its traceback.
Postprocess to_postprocess(const pybind11::object& function);

/// Lets signals through (Ctrl-C), stops at the end of the interpreter and calls a Python function `(done, count)`, or
/// None, in a thread that does not hold the interpreter's lock. What is raised is thrown as it is, with its traceback.
Progress interruptible(const pybind11::object& progress);

}  // namespace vinoscope::python
