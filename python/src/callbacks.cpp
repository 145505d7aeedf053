// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "callbacks.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#include "arrays.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::python {

namespace py = pybind11;

namespace {

std::atomic<bool> ending = false;
std::atomic<int> running = 0;  // calls that have released the lock and not taken it again

void stop_when_ending() {
    if (ending)
        throw Error(ErrorKind::cancelled, "stopped: the interpreter ends");
}

void stop_work() {
    ending = true;
    const py::gil_scoped_release released;
    while (running > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

}  // namespace

Unlocked::Unlocked() {
    stop_when_ending();
    ++running;
    m_released.emplace();
}

Unlocked::~Unlocked() {
    m_released.reset();
    --running;
}

void stop_work_at_exit() {
    py::module_::import("atexit").attr("register")(py::cpp_function(&stop_work));
    const auto os = py::module_::import("os");
    if (py::hasattr(os, "register_at_fork"))  // the threads that ran are not in the child
        os.attr("register_at_fork")(py::arg("after_in_child") = py::cpp_function([] { running = 0; }));
}

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
        stop_when_ending();
        if (!kept->is_none())
            (*kept)(done, count);
    };
}

}  // namespace vinoscope::python
