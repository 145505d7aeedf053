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

std::vector<Decision> insert_into(const py::object& model, const InsertOptions& options) {
    const auto shell = require_model(model);
    std::vector<Decision> decisions;
    const Unlocked unlocked;
    become(*shell, *insert_xai(shell, options, &decisions));
    return decisions;
}

}  // namespace

void bind_insert(py::module_& module) {
    using Options = InsertOptions;
    StructClass<Options>(module, "InsertOptions", "Options of insert_xai().")
        .field("method", &Options::method, "\"auto\" or a white-box name of list_methods().")
        .field("target_layer", &Options::target_layer, "Friendly name of the operation to explain at.")
        .field("output", &Options::output, "Name of the output that holds the scores.")
        .field("target", &Options::target, "Target of methods that explain one target at a time.")
        .field("embed_scaling",
               &Options::embed_scaling,
               "Whether each map is scaled to u8 0..255 by its minimum and maximum.")
        .field("layout", &Options::layout, "Layout of the input, if it cannot be detected.")
        .field("input_height", &Options::input_height, "Input height of a model with a dynamic size.")
        .field("input_width", &Options::input_width, "As input_height.")
        .field("memory_limit", &Options::memory_limit, "Memory limit of tiled activations in bytes.")
        .field("image_input", &Options::image_input, "Name of the input to explain.")
        .field("inputs", &Options::inputs, "Inputs that become constants, by name: a Tensor each.")
        .field("batch", &Options::batch, "Batch size of a model with a dynamic batch.")
        .keywords();
    module.attr("saliency_map_output") = saliency_map_output;
    module.def(
        "shares",
        [](const py::object& object) { return find_model(object) != nullptr; },
        py::arg("object"),
        "Returns whether this is an openvino.Model whose C++ object is accessible.");
    module.def("insert_into",
               &insert_into,
               py::arg("model"),
               py::arg("options") = InsertOptions(),
               "Adds the output `saliency_map` to an openvino.Model in place. Returns the automatic choices.");
}

}  // namespace vinoscope::python
