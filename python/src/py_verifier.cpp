// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/verifier.hpp"

#include "bindings.hpp"
#include "callbacks.hpp"
#include "openvino_model.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

std::unique_ptr<Verifier> make_verifier(const py::object& model,
                                        const ExplainerOptions& options,
                                        const VerifierOptions& verifier) {
    if (const auto openvino_model = find_model(model)) {
        const Unlocked unlocked;
        return std::make_unique<Verifier>(openvino_model, options, verifier);
    }
    const auto file = model.cast<std::filesystem::path>();
    const Unlocked unlocked;
    return std::make_unique<Verifier>(file, options, verifier);
}

std::string status_name(const Verdict& verdict) {
    return to_string(verdict.status);
}

py::typing::Dict<py::str, double> figures_of(const Verdict& verdict) {
    py::typing::Dict<py::str, double> figures;
    for (const auto& [name, value] : verdict.figures)
        figures[py::str(name)] = value;
    return figures;
}

}  // namespace

void bind_verdict(py::module_& module) {
    py::class_<Verdict>(module, "Verdict", "How far a map can be trusted.")
        .def_property_readonly("status", &status_name, "\"trusted\", \"unproven\" or \"refuted\".")
        .def_readonly("reasons", &Verdict::reasons, "Whole sentences, the most serious first.")
        .def_property_readonly("figures", &figures_of, "The figures on which the reasons are based, by name.")
        .def_readonly("inferences", &Verdict::inferences)
        .def("__repr__", [](const Verdict& verdict) {
            return "<Verdict " + status_name(verdict) +
                   (verdict.reasons.empty() ? "" : ": " + verdict.reasons.front()) + ">";
        });
}

void bind_verifier(py::module_& module) {
    StructClass<VerifierOptions>(module, "VerifierOptions", "Options of a Verifier.")
        .field("budget", &VerifierOptions::budget, "Maximum number of inferences per verdict.")
        .field("confidence", &VerifierOptions::confidence, "Confidence level of the intervals, 0.5..0.999.")
        .field("noise", &VerifierOptions::noise, "Standard deviation of the noise, as a fraction of 255.")
        .keywords();
    py::class_<Verifier>(module, "Verifier", "Tests whether a saliency map explains the model rather than the image.")
        .def(py::init(&make_verifier),
             py::arg("model"),
             py::arg("options") = ExplainerOptions(),
             py::arg("verifier") = VerifierOptions())
        .def("verify",
             &Verifier::verify,
             py::arg("map"),
             py::arg("image"),
             py::arg("target"),
             py::arg("explainer") = nullptr,
             py::call_guard<Unlocked>());
    module.def("target_of", &target_of, py::arg("map"), "Returns a request for the target of an existing map.");
}

}  // namespace vinoscope::python
