// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/saliency_map.hpp"

#include <pybind11/native_enum.h>
#include <pybind11/stl.h>

#include "arrays.hpp"
#include "bindings.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::python {
namespace {

using Values = py::array_t<float, py::array::c_style | py::array::forcecast>;

py::array_t<float> values_of(const py::object& self) {
    const auto& map = self.cast<const SaliencyMap&>();
    return view_of(map.values, map.height, map.width, self);
}

SaliencyMap make_map(const Values& values, std::optional<std::int64_t> target, std::string label) {
    if (values.ndim() != 2)
        throw Error(ErrorKind::usage, "expected a map [height, width], found " + describe(values));
    SaliencyMap map;
    map.target = target;
    map.label = std::move(label);
    map.height = static_cast<int>(values.shape(0));
    map.width = static_cast<int>(values.shape(1));
    map.values.assign(values.data(), values.data() + values.size());
    return map;
}

py::object standard_error_of(const py::object& self) {
    const auto& map = self.cast<const SaliencyMap&>();
    if (map.standard_error.empty())
        return py::none();
    return view_of(map.standard_error, map.height, map.width, self);
}

}  // namespace

void bind_saliency_map(py::module_& module) {
    py::native_enum<MapStatus>(module, "MapStatus", "enum.Enum", "Whether a map says anything.")
        .value("ok", MapStatus::ok)
        .value("flat", MapStatus::flat, "All values are equal: the method saw no difference between places.")
        .value("not_finite", MapStatus::not_finite, "Some values are NaN or infinite.")
        .value("lost", MapStatus::lost, "The target was in none of the model's answers to the perturbed images.")
        .finalize();
    py::class_<Region>(module, "Region", "A rectangle in pixels.")
        .def(py::init([](float x1, float y1, float x2, float y2) {
                 return Region{x1, y1, x2, y2};
             }),
             py::arg("x1"),
             py::arg("y1"),
             py::arg("x2"),
             py::arg("y2"))
        .def_readonly("x1", &Region::x1)
        .def_readonly("y1", &Region::y1)
        .def_readonly("x2", &Region::x2)
        .def_readonly("y2", &Region::y2);
    py::class_<SaliencyMap>(module, "SaliencyMap", "How much each place speaks for one target, as it was computed.")
        .def(py::init(&make_map), py::arg("values"), py::arg("target") = py::none(), py::arg("label") = "")
        .def_readwrite("target", &SaliencyMap::target, "Class index; None for a map of the whole image.")
        .def_readwrite("label", &SaliencyMap::label, "Name of the class, or empty.")
        .def_readwrite("name", &SaliencyMap::name, "What file names call the target; empty: by its label or index.")
        .def_readonly("score", &SaliencyMap::score, "Of the target in the answer to the image itself; or None.")
        .def_readonly("box", &SaliencyMap::box, "The box that was asked about, in pixels of the original image.")
        .def_readonly("height", &SaliencyMap::height)
        .def_readonly("width", &SaliencyMap::width)
        .def_property_readonly("values", &values_of, "float32 [height, width], read-only, never scaled or resized.")
        .def_property_readonly(
            "standard_error", &standard_error_of, "Of each value, for methods that sample; else None.")
        .def_readonly(
            "completeness_gap",
            &SaliencyMap::completeness_gap,
            "How much the values miss what the score gains over the baseline, as a share of that gain; else None.")
        .def_readonly("of_pixels",
                      &SaliencyMap::of_pixels,
                      "Whether values belong to single pixels; pictures show them from 0 to their 99th percentile.")
        .def_readonly("region", &SaliencyMap::region, "What the map covers; None: the whole image.")
        .def_readonly("status", &SaliencyMap::status)
        .def_readonly("reason", &SaliencyMap::reason, "One line when the status is not ok.");
}

}  // namespace vinoscope::python
