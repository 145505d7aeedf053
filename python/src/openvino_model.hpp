// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

#include <memory>

namespace ov {
class Model;
}

namespace vinoscope::python {

/// The C++ model inside an `openvino.Model`, shared, not copied; null for any other object.
///
/// It crosses from OpenVINO's extension module to this one by pybind11's conduit, which asks for the same C++ ABI but
/// not for the same version of pybind11.
std::shared_ptr<ov::Model> find_model(const pybind11::object& object);

/// The same; throws TypeError where find_model() finds none.
std::shared_ptr<ov::Model> require_model(const pybind11::object& object);

/// Makes `shell`, a model that Python already holds, what `content` is: OpenVINO's extension module lets no other
/// module make a new `openvino.Model`.
void become(ov::Model& shell, const ov::Model& content);

}  // namespace vinoscope::python
