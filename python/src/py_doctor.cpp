// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/doctor.hpp"

#include "bindings.hpp"
#include "callbacks.hpp"
#include "openvino_model.hpp"
#include "options.hpp"

namespace pybind11::detail {

/// In Python, the name.
template <>
struct type_caster<vinoscope::Trust> {
    PYBIND11_TYPE_CASTER(vinoscope::Trust, const_name("str"));

    bool load(handle source, bool /*convert*/) {
        if (!isinstance<str>(source))
            return false;
        value = vinoscope::parse_trust(source.cast<std::string>());
        return true;
    }

    static handle cast(vinoscope::Trust trust, return_value_policy /*policy*/, handle /*parent*/) {
        return pybind11::cast(vinoscope::to_string(trust)).release();
    }
};

}  // namespace pybind11::detail

namespace vinoscope::python {
namespace {

Diagnosis diagnose_any(const py::object& model, const ExplainerOptions& options) {
    if (const auto openvino_model = find_model(model)) {
        const Unlocked unlocked;
        return diagnose(openvino_model, options);
    }
    const auto file = model.cast<std::filesystem::path>();
    const Unlocked unlocked;
    return diagnose(file, options);
}

}  // namespace

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
        .field("model", &Diagnosis::model, "File name, or the friendly name of an openvino.Model.")
        .field("format", &Diagnosis::format, "")
        .field("precision", &Diagnosis::precision, "Precision of the weights.")
        .field("operations", &Diagnosis::operations, "")
        .field("parameters", &Diagnosis::parameters, "Number of weights.")
        .field("inputs", &Diagnosis::inputs, "")
        .field("outputs", &Diagnosis::outputs, "")
        .field("task", &Diagnosis::task, "Of the most trusted reading, or \"unknown\".")
        .field("decoder", &Diagnosis::decoder, "Decoder of the outputs; empty if none is trusted.")
        .field("trust",
               &Diagnosis::trust,
               "Trust in the decoder: \"certain\", \"likely\" or \"doubtful\"; \"none\" without a decoder.")
        .field("readings", &Diagnosis::readings, "Decoders that fit the shapes of the outputs, the most trusted first.")
        .field("unknown", &Diagnosis::unknown, "Why no decoder is trusted, or empty.")
        .field("preprocess", &Diagnosis::preprocess, "The preprocessing, one line per step with its source.")
        .field("labels", &Diagnosis::labels, "Number of class names found in the model.")
        .field("spatial_layers", &Diagnosis::spatial_layers, "At most ten spatial layers, the last one first.")
        .field("methods", &Diagnosis::methods, "")
        .field("next", &Diagnosis::next, "A suggested command line.")
        .comparable();
    module.def("diagnose", &diagnose_any, py::arg("model"), py::arg("options") = ExplainerOptions());
}

}  // namespace vinoscope::python
