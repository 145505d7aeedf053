// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/comparison.hpp"

#include "bindings.hpp"
#include "callbacks.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

ImageComparison compare_image(const Explainer& a,
                              const Explainer& b,
                              const Image& image,
                              ExplainOptions options,
                              double top,
                              const std::filesystem::path& name) {
    options.progress = interruptible(py::none());
    const Unlocked unlocked;
    auto result = compare(a, b, image, options, top);
    result.image = name;
    return result;
}

void bind_values(py::module_& module) {
    StructClass<MapAgreement>(module, "MapAgreement", "The similarity of two maps of one image.")
        .readonly("rank_correlation", &MapAgreement::rank_correlation, "Spearman's rank correlation, -1..1.")
        .readonly(
            "top_overlap", &MapAgreement::top_overlap, "Fraction of the strongest cells that both maps share, 0..1.")
        .type();
    StructClass<ImageComparison>(
        module, "ImageComparison", "The explanations of one image by two models for the same targets.")
        .field("image", &ImageComparison::image, "Name of the file.")
        .readonly("a", &ImageComparison::a, "Explanation of the first model.")
        .readonly("b", &ImageComparison::b, "Explanation of the second model.")
        .readonly("maps", &ImageComparison::maps, "One MapAgreement per pair of maps.")
        .readonly("flip", &ImageComparison::flip, "Whether the predictions differ.")
        .readonly("rank_correlation", &ImageComparison::rank_correlation, "The minimum over `maps`.")
        .readonly("top_overlap", &ImageComparison::top_overlap, "The minimum over `maps`.")
        .type();
    StructClass<SampleSummary>(module, "SampleSummary", "The mean of a sample with its 95 % bootstrap interval.")
        .readonly("count", &SampleSummary::count)
        .readonly("mean", &SampleSummary::mean)
        .readonly("interval_low", &SampleSummary::interval_low)
        .readonly("interval_high", &SampleSummary::interval_high)
        .readonly("lowest", &SampleSummary::lowest)
        .readonly("highest", &SampleSummary::highest)
        .type();
}

}  // namespace

void bind_comparison(py::module_& module) {
    bind_values(module);
    module.def("compare_maps",
               &compare_maps,
               py::arg("a"),
               py::arg("b"),
               py::arg("height"),
               py::arg("width"),
               py::arg("top") = 0.1,
               "Compares two maps of an image of `height` x `width` pixels.");
    module.def("compare",
               &compare_image,
               py::arg("a"),
               py::arg("b"),
               py::arg("image"),
               py::arg("options") = ExplainOptions(),
               py::arg("top") = 0.1,
               py::arg("name") = std::filesystem::path(),
               "Explains an image with both explainers and compares the maps.");
    module.def("require_same_classes", &require_same_classes, py::arg("a"), py::arg("b"), "Raises BadTargetError.");
    module.def("summarise", &summarise, py::arg("values"), py::arg("seed") = 0, "Returns None if there are no values.");
    py::class_<Gate> gate(module, "Gate", "Conditions on a comparison that decide whether a model may be released.");
    StructClass<Gate::Failure>(module, "GateFailure", "A condition that does not hold.")
        .readonly("reason", &Gate::Failure::reason, "The reason as a whole sentence.")
        .readonly("images", &Gate::Failure::images, "The images that fail on their own, the worst first.")
        .type();
    gate.def(py::init<std::string_view>(), py::arg("expression"))
        .def("check", &Gate::check, py::arg("images"), "Returns the failed conditions; empty if the gate is passed.")
        .def_property_readonly("expression", &Gate::expression);
}

}  // namespace vinoscope::python
