// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/metrics.hpp"

#include "bindings.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

void bind_values(py::module_& module) {
    py::class_<MetricInfo>(module, "MetricInfo", "A metric of saliency maps.")
        .def_readonly("name", &MetricInfo::name)
        .def_readonly("title", &MetricInfo::title, "Name in the paper.")
        .def_property_readonly(
            "needs",
            [](const MetricInfo& metric) { return to_string(metric.needs); },
            "\"nothing\", \"annotation\", \"model\" or \"explainer\".")
        .def_readonly("range", &MetricInfo::range, "E.g. \"0..1\".")
        .def_property_readonly(
            "better", [](const MetricInfo& metric) { return to_string(metric.better); }, "\"higher\" or \"lower\".")
        .def_readonly("summary", &MetricInfo::summary)
        .def_readonly("source", &MetricInfo::source);
    StructClass<MetricValue>(module, "MetricValue", "The value of a metric, or the reason why there is none.")
        .field("value", &MetricValue::value, "")
        .field("reason", &MetricValue::reason, "The reason in one line if there is no value.")
        .comparable();
    StructClass<InsertionDeletion>(
        module, "InsertionDeletion", "The change of the score while the strongest pixels are inserted or deleted.")
        .field("insertion", &InsertionDeletion::insertion, "Area under the insertion curve, higher is better.")
        .field("deletion", &InsertionDeletion::deletion, "Area under the deletion curve, lower is better.")
        .field("delta", &InsertionDeletion::delta, "insertion - deletion, higher is better.")
        .field("insertion_curve", &InsertionDeletion::insertion_curve, "The score after each step.")
        .field("deletion_curve", &InsertionDeletion::deletion_curve, "")
        .comparable();
    StructClass<Adcc>(module, "Adcc", "The score for the image masked by its map.")
        .field("adcc", &Adcc::adcc, "Harmonic mean of coherency, 1 - complexity and 1 - average_drop.")
        .field("coherency", &Adcc::coherency, "Higher is better.")
        .field("complexity", &Adcc::complexity, "Lower is better.")
        .field("average_drop", &Adcc::average_drop, "Lower is better.")
        .comparable();
}

}  // namespace

void bind_metrics(py::module_& module) {
    bind_values(module);
    using Options = MetricOptions;
    StructClass<Options>(module, "MetricOptions", "How maps are judged.")
        .options()
        .field("seed", &Options::seed, "Of the random parts and the noise.")
        .keywords();
    StructClass<GroundTruth>(module, "GroundTruth", "The position of the explained object.")
        .field("width", &GroundTruth::width, "Width of the image in pixels.")
        .field("height", &GroundTruth::height, "")
        .field("boxes", &GroundTruth::boxes, "")
        .field("mask", &GroundTruth::mask, "Row-major, not zero inside; or empty.")
        .keywords();
    module.def("list_metrics", &list_metrics, "Returns all metrics.");
    module.def("metric_info",
               &metric_info,
               py::arg("name"),
               "Returns the metric with this name. Raises UsageError with the nearest names if there is none.");
    module.def("pointing_game", &pointing_game, py::arg("map"), py::arg("truth"), py::arg("tolerance") = 0.0);
    module.def("energy_pointing_game", &energy_pointing_game, py::arg("map"), py::arg("truth"));
    module.def("intersection_over_union",
               &intersection_over_union,
               py::arg("map"),
               py::arg("truth"),
               py::arg("threshold") = MetricOptions().threshold);
    module.def("sparseness", &sparseness, py::arg("map"));
    module.def("entropy", &entropy, py::arg("map"));
}

}  // namespace vinoscope::python
