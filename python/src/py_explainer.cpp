// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/explainer.hpp"

#include <map>
#include <openvino/core/any.hpp>
#include <string>

#include "bindings.hpp"
#include "callbacks.hpp"
#include "openvino_model.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

Explanation explain_image(const Explainer& explainer,
                          const Image& image,
                          ExplainOptions options,
                          const py::object& progress) {
    options.progress = interruptible(progress);
    const Unlocked unlocked;
    return explainer.explain(image, options);
}

Explanation explain_tensor(const Explainer& explainer,
                           const Tensor& input,
                           const Image& original,
                           ExplainOptions options,
                           const py::object& progress) {
    options.progress = interruptible(progress);
    const Unlocked unlocked;
    return explainer.explain(input, original, options);
}

std::unique_ptr<Explainer> make_explainer(const py::object& model,
                                          ExplainerOptions options,
                                          const py::object& postprocess) {
    options.postprocess = to_postprocess(postprocess);
    if (const auto openvino_model = find_model(model)) {
        const Unlocked unlocked;
        return std::make_unique<Explainer>(openvino_model, options);
    }
    const auto file = model.cast<std::filesystem::path>();
    const Unlocked unlocked;
    return std::make_unique<Explainer>(file, options);
}

ScoreGraph to_score_graph(const py::object& model) {
    if (model.is_none())
        return {};
    if (const auto openvino_model = find_model(model))
        return score_graph(openvino_model);
    return read_score_graph(model.cast<std::filesystem::path>());
}

ov::AnyMap to_properties(const std::map<std::string, py::object>& values) {
    ov::AnyMap properties;
    for (const auto& [name, value] : values) {
        const bool truth = py::isinstance<py::bool_>(value);
        properties[name] = truth ? std::string(value.cast<bool>() ? "YES" : "NO") : std::string(py::str(value));
    }
    return properties;
}

std::map<std::string, std::string> texts_of(const Properties& properties) {
    std::map<std::string, std::string> texts;
    for (const auto& [name, value] : properties.values())
        texts[name] = value.as<std::string>();
    return texts;
}

void bind_options(py::module_& module) {
    using Setup = ExplainerOptions;
    StructClass<Setup>(module,
                       "ExplainerOptions",
                       "Options that are fixed per model. Empty options are detected or chosen automatically.")
        .options_by_names()
        .field("task", &Setup::task, "\"auto\" or the name of a task.")
        .field("decoder", &Setup::decoder, "Decoder of the outputs: \"auto\" or a name of list_decoders().")
        .field("method", &Setup::method, "\"auto\" or a name of list_methods().")
        .field("target_layer", &Setup::target_layer, "Friendly name of the operation to explain at.")
        .field("output", &Setup::output, "Name of the output that holds the scores.")
        .field("preprocess", &Setup::preprocess, "Overrides the preprocessing stored in the model.")
        .field("tensor_input", &Setup::tensor_input, "Whether explain() will be called with tensors.")
        .field("input_height", &Setup::input_height, "Input height of a model with a dynamic size.")
        .field("input_width", &Setup::input_width, "")
        .field("labels", &Setup::labels, "One name per class.")
        .field("alphabet", &Setup::alphabet, "Characters of a recogniser of text, with or without the blank.")
        .field("device", &Setup::device, "OpenVINO device name.")
        .field("cache", &Setup::cache, "Folder for compiled models.")
        .field("seed", &Setup::seed, "Seed of methods that use random numbers.")
        .field("memory_limit",
               &Setup::memory_limit,
               "Memory limit of one explanation in bytes; None limits only cells, scores and maps, to 1 GiB.")
        .field("attribution", &Setup::attribution, "Options of methods that average gradients over many inputs.")
        .field("black_box", &Setup::black_box, "Options of methods that run the model on perturbed inputs.")
        .field("image_input", &Setup::image_input, "Name of the input to explain.")
        .field("inputs", &Setup::inputs, "Values of the other inputs, by name: a Tensor each.")
        .field("similar_to", &Setup::similar_to, "What embeddings are compared with: None, a Tensor or an Image.")
        .field("logit_scale", &Setup::logit_scale, "Multiplies similarities, which makes them logits.")
        .keywords()
        .type()
        .def_property(
            "properties",
            [](const Setup& setup) { return texts_of(setup.properties); },
            [](Setup& setup, const std::map<std::string, py::object>& values) {
                setup.properties = to_properties(values);
            },
            "Further properties of OpenVINO for compiling the model, by name, e.g. {\"NUM_STREAMS\": 2}.")
        .def_property(
            "score_graph",
            [](const Setup& setup) { return static_cast<bool>(setup.score_graph); },
            [](Setup& setup, const py::object& model) { setup.score_graph = to_score_graph(model); },
            "An openvino.Model, or the path of one, that makes scores of the outputs; reads as whether there is one.");
    StructClass<ExplainOptions>(module, "ExplainOptions", "Options for one image.")
        .field("targets", &ExplainOptions::targets, "Requested targets, in the order of the maps.")
        .field("predictions", &ExplainOptions::predictions, "Maximum length of Explanation.predictions.")
        .field("min_score",
               &ExplainOptions::min_score,
               "Boxes with a lower score are not listed; None means the threshold stored in the model, or 0.25.")
        .keywords();
    StructClass<SetupSeconds>(module, "SetupSeconds", "Durations of the steps that run once per model, in seconds.")
        .field("read_model", &SetupSeconds::read_model, "")
        .field("compile", &SetupSeconds::compile, "Graph edits and compilation.")
        .comparable();
}

void bind_decision(py::module_& module) {
    py::native_enum<DecisionKind>(module, "DecisionKind", "enum.Enum", "What a Decision is about.")
        .value("method", DecisionKind::method)
        .value("box_method", DecisionKind::box_method)
        .value("target_layer", DecisionKind::target_layer)
        .value("outputs", DecisionKind::outputs)
        .value("preprocess", DecisionKind::preprocess)
        .value("precision", DecisionKind::precision)
        .value("input_size", DecisionKind::input_size)
        .value("batch", DecisionKind::batch)
        .value("inputs", DecisionKind::inputs)
        .value("labels", DecisionKind::labels)
        .value("unsuitable", DecisionKind::unsuitable)
        .value("note", DecisionKind::note)
        .finalize();
    StructClass<Decision>(module, "Decision", "An automatic choice.")
        .field("kind", &Decision::kind, "What it is about.")
        .field("value", &Decision::value, "What was chosen, e.g. the name of the method; may be empty.")
        .field("text", &Decision::text, "The choice and its reason in one line.")
        .comparable();
}

}  // namespace

void bind_explainer(py::module_& module) {
    bind_decision(module);
    bind_options(module);
    py::class_<Explainer>(module, "Explainer", "Explains one model. Several threads may use it at the same time.")
        .def(py::init(&make_explainer),
             py::arg("model"),
             py::arg("options") = ExplainerOptions(),
             py::arg("postprocess") = py::none(),
             "`postprocess([(name, array), ...])` returns an Answer.")
        .def("explain",
             &explain_image,
             py::arg("image"),
             py::arg("options") = ExplainOptions(),
             py::arg("progress") = py::none(),
             "`progress(done, count)` is called after each inference of a black-box method.")
        .def("explain",
             &explain_tensor,
             py::arg("input"),
             py::arg("original"),
             py::arg("options") = ExplainOptions(),
             py::arg("progress") = py::none(),
             "Explains a prepared input; `original` is the image from which it was made.")
        .def_property_readonly("labels", &Explainer::labels)
        .def_property_readonly("input_height", &Explainer::input_height, "Height of the model's input in pixels.")
        .def_property_readonly("input_width", &Explainer::input_width)
        .def_property_readonly("decisions", &Explainer::decisions, "The automatic choices.")
        .def_property_readonly("warnings", &Explainer::warnings, "Assumptions that may invalidate the maps.")
        .def_property_readonly("provenance", &Explainer::provenance)
        .def_property_readonly("seconds", &Explainer::seconds);
}

}  // namespace vinoscope::python
