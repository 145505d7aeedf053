// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/doctor.hpp"

#include "bindings.hpp"
#include "callbacks.hpp"
#include "options.hpp"

namespace vinoscope::python {

void bind_doctor(py::module_& module) {
    StructClass<PortInfo>(module, "PortInfo", "One input or output of a model.")
        .field("name", &PortInfo::name, "")
        .field("type", &PortInfo::type, "Element type, e.g. \"f32\".")
        .field("shape", &PortInfo::shape, "E.g. \"[?,3,224,224]\".")
        .field("role", &PortInfo::role, "E.g. \"image, NCHW\".")
        .comparable();
    StructClass<SpatialLayerInfo>(module, "SpatialLayerInfo", "A layer that maps can be explained at.")
        .field("name", &SpatialLayerInfo::name, "")
        .field("type", &SpatialLayerInfo::type, "Operation type.")
        .field("shape", &SpatialLayerInfo::shape, "")
        .field("height", &SpatialLayerInfo::height, "Of the grid.")
        .field("width", &SpatialLayerInfo::width, "")
        .field("chosen", &SpatialLayerInfo::chosen, "Whether the automatic search takes it.")
        .comparable();
    StructClass<MethodFit>(module, "MethodFit", "Whether a method works on a model.")
        .field("method", &MethodFit::method, "")
        .field("works", &MethodFit::works, "")
        .field("reason", &MethodFit::reason, "What it would do, or why it cannot.")
        .comparable();
    StructClass<ReadingInfo>(module, "ReadingInfo", "A way to read the outputs of a model that fits their shapes.")
        .field("decoder", &ReadingInfo::decoder, "")
        .field("task", &ReadingInfo::task, "")
        .field("trust", &ReadingInfo::trust, "\"certain\", \"likely\", \"doubtful\" or \"none\".")
        .field("evidence", &ReadingInfo::evidence, "Which outputs it reads, and as what.")
        .field("doubts", &ReadingInfo::doubts, "What speaks against it, one clause each.")
        .comparable();
    StructClass<Diagnosis>(module, "Diagnosis", "What is known about a model.")
        .field("model", &Diagnosis::model, "File name.")
        .field("format", &Diagnosis::format, "")
        .field("precision", &Diagnosis::precision, "Of the weights.")
        .field("operations", &Diagnosis::operations, "")
        .field("parameters", &Diagnosis::parameters, "Number of weights.")
        .field("inputs", &Diagnosis::inputs, "")
        .field("outputs", &Diagnosis::outputs, "")
        .field("task", &Diagnosis::task, "Of the most trusted reading, or \"unknown\".")
        .field("decoder", &Diagnosis::decoder, "What reads the outputs; empty when no reading is trusted.")
        .field("trust", &Diagnosis::trust, "In that reading: certain, likely or doubtful; empty for an unknown task.")
        .field("readings", &Diagnosis::readings, "Those that fit the shapes of the outputs, the most trusted first.")
        .field("unknown", &Diagnosis::unknown, "Why no reading is trusted, or empty.")
        .field("preprocess", &Diagnosis::preprocess, "One line each: what, and where it was found.")
        .field("labels", &Diagnosis::labels, "Number of class names found in the model.")
        .field("spatial_layers", &Diagnosis::spatial_layers, "Last first, at most ten.")
        .field("methods", &Diagnosis::methods, "")
        .field("next", &Diagnosis::next, "The command to run next.")
        .comparable();
    module.def(
        "diagnose", &diagnose, py::arg("model"), py::arg("options") = ExplainerOptions(), py::call_guard<Unlocked>());
}

}  // namespace vinoscope::python
