// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/insert.hpp"

#include <openvino/core/model.hpp>

#include "bindings.hpp"
#include "callbacks.hpp"
#include "openvino_model.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

std::vector<std::string> insert_into(const py::object& model, const InsertOptions& options) {
    const auto shell = require_model(model);
    std::vector<std::string> decisions;
    const Unlocked unlocked;
    become(*shell, *insert_xai(shell, options, &decisions));
    return decisions;
}

}  // namespace

void bind_insert(py::module_& module) {
    using Options = InsertOptions;
    StructClass<Options>(module, "InsertOptions", "What is inserted, and where.")
        .field("method", &Options::method, "\"auto\" or a white-box name of list_methods().")
        .field("target_layer", &Options::target_layer, "Friendly name of an operation.")
        .field("output", &Options::output, "Name of the output with the scores.")
        .field("target", &Options::target, "Of methods that answer one target at a time.")
        .field("embed_scaling", &Options::embed_scaling, "Each map scaled to u8 0..255 by its minimum and maximum.")
        .field("layout", &Options::layout, "Of the input, when the model does not tell.")
        .field("input_height", &Options::input_height, "Where the model leaves its input size open.")
        .field("input_width", &Options::input_width, "As input_height.")
        .field("memory_limit", &Options::memory_limit, "Bytes that tiled activations may take.")
        .field("image_input", &Options::image_input, "Name of the input that is explained.")
        .field("inputs", &Options::inputs, "Inputs that become constants, by name: a Tensor each.")
        .field("batch", &Options::batch, "Where the model leaves it open.")
        .keywords();
    module.attr("saliency_map_output") = saliency_map_output;
    module.def(
        "shares",
        [](const py::object& object) { return find_model(object) != nullptr; },
        py::arg("object"),
        "Whether this is an openvino.Model whose C++ object can be reached.");
    module.def("insert_into",
               &insert_into,
               py::arg("model"),
               py::arg("options") = InsertOptions(),
               "Adds the output `saliency_map` to an openvino.Model in place; returns what was chosen, one line each.");
}

}  // namespace vinoscope::python
