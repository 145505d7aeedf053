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
        .field("height", &SpatialLayerInfo::height, "Height of the grid of cells.")
        .field("width", &SpatialLayerInfo::width, "")
        .field("chosen", &SpatialLayerInfo::chosen, "Whether the automatic search chooses it.")
        .comparable();
    StructClass<MethodFit>(module, "MethodFit", "Whether a method works on a model.")
        .field("method", &MethodFit::method, "")
        .field("works", &MethodFit::works, "")
        .field("reason", &MethodFit::reason, "What the method would do, or why it does not work.")
        .comparable();
    StructClass<ReadingInfo>(module, "ReadingInfo", "A decoder that fits the shapes of a model's outputs.")
        .field("decoder", &ReadingInfo::decoder, "")
        .field("task", &ReadingInfo::task, "")
        .field("trust", &ReadingInfo::trust, "\"certain\", \"likely\", \"doubtful\" or \"none\".")
        .field("evidence", &ReadingInfo::evidence, "The outputs that it decodes, and as what.")
        .field("doubts", &ReadingInfo::doubts, "The reasons against it, one clause each.")
        .comparable();
    StructClass<Diagnosis>(module, "Diagnosis", "The properties of a model.")
        .field("model", &Diagnosis::model, "File name.")
        .field("format", &Diagnosis::format, "")
        .field("precision", &Diagnosis::precision, "Precision of the weights.")
        .field("operations", &Diagnosis::operations, "")
        .field("parameters", &Diagnosis::parameters, "Number of weights.")
        .field("inputs", &Diagnosis::inputs, "")
        .field("outputs", &Diagnosis::outputs, "")
        .field("task", &Diagnosis::task, "Of the most trusted reading, or \"unknown\".")
        .field("decoder", &Diagnosis::decoder, "Decoder of the outputs; empty if none is trusted.")
        .field(
            "trust", &Diagnosis::trust, "Trust in the decoder: certain, likely or doubtful; empty for an unknown task.")
        .field("readings", &Diagnosis::readings, "Decoders that fit the shapes of the outputs, the most trusted first.")
        .field("unknown", &Diagnosis::unknown, "Why no decoder is trusted, or empty.")
        .field("preprocess", &Diagnosis::preprocess, "The preprocessing, one line per step with its source.")
        .field("labels", &Diagnosis::labels, "Number of class names found in the model.")
        .field("spatial_layers", &Diagnosis::spatial_layers, "At most ten spatial layers, the last one first.")
        .field("methods", &Diagnosis::methods, "")
        .field("next", &Diagnosis::next, "A suggested command line.")
        .comparable();
    module.def(
        "diagnose", &diagnose, py::arg("model"), py::arg("options") = ExplainerOptions(), py::call_guard<Unlocked>());
}

}  // namespace vinoscope::python
