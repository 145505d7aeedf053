// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/preprocess.hpp"

#include "bindings.hpp"
#include "options.hpp"

namespace vinoscope::python {

void bind_preprocess(py::module_& module) {
    py::native_enum<ColorOrder>(
        module, "ColorOrder", "enum.Enum", "The order of the colour channels that a model expects.")
        .value("rgb", ColorOrder::rgb)
        .value("bgr", ColorOrder::bgr)
        .finalize();
    py::native_enum<TensorLayout>(module, "TensorLayout", "enum.Enum", "The layout of an input.")
        .value("nchw", TensorLayout::nchw)
        .value("nhwc", TensorLayout::nhwc)
        .finalize();
    py::native_enum<ResizeMode>(module, "ResizeMode", "enum.Enum", "How an image is resized to the input size.")
        .value("squash", ResizeMode::squash)
        .value("letterbox", ResizeMode::letterbox)
        .value("corner", ResizeMode::corner)
        .value("crop", ResizeMode::crop)
        .finalize();
    StructClass<Preprocess>(module, "Preprocess", "The conversion of an 8-bit RGB image to a model's input.")
        .options()
        .keywords();
    module.def("preprocess_preset", &preprocess_preset, py::arg("name"), "Returns a named preprocessing.");
}

}  // namespace vinoscope::python
