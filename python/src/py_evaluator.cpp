// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/evaluator.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "callbacks.hpp"
#include "openvino_model.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

std::unique_ptr<Evaluator> make_evaluator(const py::object& model,
                                          EvaluatorOptions options,
                                          const py::object& preprocess,
                                          const py::object& postprocess) {
    options.model.preprocess_fn = to_preprocess(preprocess);
    options.model.postprocess = to_postprocess(postprocess);
    if (const auto openvino_model = find_model(model)) {
        const Unlocked unlocked;
        return std::make_unique<Evaluator>(openvino_model, options);
    }
    const auto file = model.cast<std::filesystem::path>();
    const Unlocked unlocked;
    return std::make_unique<Evaluator>(file, options);
}

ExplainImage to_explain(const py::object& function) {
    if (function.is_none())
        return {};
    return [kept = keep(function)](const Image& image) {
        const py::gil_scoped_acquire locked;
        return (*kept)(to_array(image)).cast<SaliencyMap>();
    };
}

InsertionDeletion insertion_deletion(
    const Evaluator& evaluator, const SaliencyMap& map, const Image& image, const TargetRequest& target, int steps) {
    JudgedMap judged{map, image, target};
    judged.progress = interruptible(py::none());
    const Unlocked unlocked;
    return evaluator.insertion_deletion(judged, steps);
}

Adcc adcc(const Evaluator& evaluator,
          const SaliencyMap& map,
          const Image& image,
          const TargetRequest& target,
          const py::object& explain) {
    JudgedMap judged{map, image, target};
    judged.explain = to_explain(explain);
    judged.progress = interruptible(py::none());
    const Unlocked unlocked;
    return evaluator.adcc(judged);
}

std::vector<MetricValue> evaluate(const Evaluator& evaluator,
                                  const std::vector<std::string>& metrics,
                                  const SaliencyMap& map,
                                  const Image& image,
                                  const TargetRequest& target,
                                  const std::optional<GroundTruth>& truth,
                                  const py::object& explain) {
    JudgedMap judged{map, image, target, truth ? &*truth : nullptr, to_explain(explain)};
    judged.progress = interruptible(py::none());
    const Unlocked unlocked;
    return evaluator.evaluate(metrics, judged);
}

void shuffle(const py::object& model, std::uint64_t seed) {
    const auto shell = require_model(model);
    const Unlocked unlocked;
    become(*shell, *with_random_weights(shell, seed));
}

}  // namespace

void bind_evaluator(py::module_& module) {
    module.def("shuffle_weights",
               &shuffle,
               py::arg("model"),
               py::arg("seed") = 0,
               "Shuffles the values of each weight tensor of an openvino.Model in place.");
    StructClass<EvaluatorOptions>(module, "EvaluatorOptions", "Options of the model and of the metrics.")
        .field("model", &EvaluatorOptions::model, "")
        .field("metrics", &EvaluatorOptions::metrics, "")
        .field("min_score", &EvaluatorOptions::min_score, "Minimum score for a box to count as a detection.")
        .keywords();
    py::class_<Evaluator>(module, "Evaluator", "Evaluates saliency maps by running the model that they explain.")
        .def(py::init(&make_evaluator),
             py::arg("model"),
             py::arg("options") = EvaluatorOptions(),
             py::arg("preprocess") = py::none(),
             py::arg("postprocess") = py::none())
        .def("insertion_deletion",
             &insertion_deletion,
             py::arg("map"),
             py::arg("image"),
             py::arg("target"),
             py::arg("steps") = 0)
        .def("adcc", &adcc, py::arg("map"), py::arg("image"), py::arg("target"), py::arg("explain") = py::none())
        .def("evaluate",
             &evaluate,
             py::arg("metrics"),
             py::arg("map"),
             py::arg("image"),
             py::arg("target"),
             py::arg("truth") = py::none(),
             py::arg("explain") = py::none())
        .def("score",
             &Evaluator::score,
             py::arg("image"),
             py::arg("target"),
             py::call_guard<py::gil_scoped_release>(),
             "Returns the score of a target for this image.")
        .def("targets",
             &Evaluator::targets,
             py::arg("image"),
             py::arg("requests"),
             py::call_guard<Unlocked>(),
             "Returns the class indices of the requested targets in this image.")
        .def_property_readonly("inferences", &Evaluator::inferences)
        .def_property_readonly("decisions", &Evaluator::decisions);
}

}  // namespace vinoscope::python
