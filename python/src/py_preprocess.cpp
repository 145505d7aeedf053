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
        .field("mean", &Preprocess::mean, "One value, or one per channel in the model's channel order; x is in 0..255.")
        .field("scale", &Preprocess::scale, "As mean; never zero.")
        .field("color", &Preprocess::color, "Order of the channels.")
        .field("layout", &Preprocess::layout, "Of the model's input.")
        .field("resize", &Preprocess::resize, "How the image is resized to the input size.")
        .field("pad",
               &Preprocess::pad,
               "Pixels beside the image of letterbox and corner, 0..255: one value, or one per channel in the model's "
               "channel order; by default 114.")
        .keywords();
    module.def("preprocess_preset", &preprocess_preset, py::arg("name"), "Returns a named preprocessing.");
}

}  // namespace vinoscope::python
