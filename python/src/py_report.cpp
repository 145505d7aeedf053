// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/report.hpp"

#include "bindings.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const auto& format : export_formats())
        names.emplace_back(format.name);
    return names;
}

}  // namespace

void bind_report(py::module_& module) {
    py::class_<RunMap>(module, "RunMap", "One map of an image of a run.")
        .def(py::init([](const std::string& series, const SaliencyMap& map, const std::optional<Verdict>& verdict) {
                 return RunMap{.series = series, .map = map, .verdict = verdict};
             }),
             py::arg("series"),
             py::arg("map"),
             py::arg("verdict") = py::none());
    py::class_<RunImage>(module, "RunImage", "One image of a run.")
        .def(py::init([](const std::filesystem::path& file,
                         const Image& image,
                         const std::vector<Prediction>& predictions,
                         const std::vector<RunMap>& maps) {
                 RunImage one{.file = file, .predictions = predictions, .maps = maps};
                 one.image = image;
                 return one;
             }),
             py::arg("file"),
             py::arg("image"),
             py::arg("predictions"),
             py::arg("maps"))
        .def_readwrite("other_predictions", &RunImage::other_predictions)
        .def_readwrite("expected", &RunImage::expected)
        .def_readwrite("flip", &RunImage::flip)
        .def(
            "add_figure",
            [](RunImage& self, const std::string& name, const MetricValue& value) {
                self.figures.emplace_back(name, value);
            },
            py::arg("name"),
            py::arg("value"));
    py::class_<Run>(module, "Run", "The results of a command for a set of images.")
        .def(py::init([](const std::string& command,
                         const std::vector<std::string>& series,
                         const std::vector<Provenance>& provenance,
                         const std::vector<std::pair<std::string, std::string>>& parameters) {
                 return Run(
                     RunInfo{.command = command, .series = series, .provenance = provenance, .parameters = parameters});
             }),
             py::arg("command"),
             py::arg("series"),
             py::arg("provenance"),
             py::arg("parameters"))
        .def("add", &Run::add, py::arg("image"), "Adds an image and returns its position.")
        .def("save", &Run::save, py::arg("folder"), "Writes run.json.")
        .def_static("load", &Run::load, py::arg("folder"))
        .def("write_report",
             &Run::write_report,
             py::arg("file"),
             "Writes an HTML file, with manifest.json, maps.csv and run.json beside it.")
        .def("export_to",
             &Run::export_to,
             py::arg("format"),
             py::arg("to"),
             "Exports the run and returns the written files.");
    module.def("export_formats", &format_names, "Returns the names accepted by Run.export_to().");
}

}  // namespace vinoscope::python
