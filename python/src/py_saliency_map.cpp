// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/saliency_map.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "options.hpp"
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

void require_values(const SaliencyMap& map) {
    const auto places = std::int64_t{map.height} * map.width;
    const auto fits = [places](const std::vector<float>& values) {
        return static_cast<std::int64_t>(values.size()) == places;
    };
    if (map.height < 0 || map.width < 0 || !fits(map.values) ||
        !(map.standard_error.empty() || fits(map.standard_error)))
        throw Error(ErrorKind::usage,
                    "expected a map of " + std::to_string(map.height) + "x" + std::to_string(map.width) +
                        " values, found " + std::to_string(map.values.size()));
}

py::object standard_error_of(const py::object& self) {
    const auto& map = self.cast<const SaliencyMap&>();
    if (map.standard_error.empty())
        return py::none();
    return view_of(map.standard_error, map.height, map.width, self);
}

std::string shown(const SaliencyMap& map) {
    const auto target = !map.name.empty() ? map.name : map.target ? std::to_string(*map.target) : "the whole image";
    const auto label = map.label.empty() ? "" : " (" + map.label + ")";
    const auto size = std::to_string(map.height) + "x" + std::to_string(map.width);
    return "<SaliencyMap of " + target + label + ": " + size + ", " + to_string(map.status) + ">";
}

void bind_map(py::module_& module) {
    StructClass<SaliencyMap>(module,
                             "SaliencyMap",
                             "The relevance of each cell or pixel for one target, as computed by the method.",
                             &require_values)
        .field("target", &SaliencyMap::target, "Class index; None for a map of the whole image.")
        .field("label", &SaliencyMap::label, "Name of the class, or empty.")
        .field("name", &SaliencyMap::name, "Name of the target in file names; empty: its label or index.")
        .field("score", &SaliencyMap::score, "Score of the target for the unmodified image, or None.")
        .readonly("box", &SaliencyMap::box, "The explained box, in pixels of the original image.")
        .readonly("height", &SaliencyMap::height)
        .readonly("width", &SaliencyMap::width)
        .readonly(
            "values", &SaliencyMap::values, &values_of, "float32 [height, width], read-only, never scaled or resized.")
        .readonly("standard_error",
                  &SaliencyMap::standard_error,
                  &standard_error_of,
                  "float32 [height, width], of each value, for methods that sample; else None.")
        .readonly("completeness_gap",
                  &SaliencyMap::completeness_gap,
                  "Deviation of the sum of the values from the score difference between image and baseline, as a "
                  "fraction of it; else None.")
        .readonly("of_pixels",
                  &SaliencyMap::of_pixels,
                  "Whether values belong to single pixels, of which few have large values.")
        .readonly(
            "is_signed",
            &SaliencyMap::is_signed,
            "Whether values below 0 are evidence against the target, so that zero is the centre of the colour range.")
        .readonly("region", &SaliencyMap::region, "The region that the map covers; None: the whole image.")
        .readonly("status", &SaliencyMap::status)
        .readonly("reason", &SaliencyMap::reason, "The reason in one line if the status is not ok.")
        .type()
        .def(py::init(&make_map), py::arg("values"), py::arg("target") = py::none(), py::arg("label") = "")
        .def("__repr__", &shown);
}

}  // namespace

void bind_saliency_map(py::module_& module) {
    py::native_enum<MapStatus>(module, "MapStatus", "enum.Enum", "Whether a map is meaningful.")
        .value("ok", MapStatus::ok)
        .value("flat",
               MapStatus::flat,
               "All values are equal except for rounding: the method found no difference between image regions.")
        .value("not_finite", MapStatus::not_finite, "Some values are NaN or infinite.")
        .value("lost", MapStatus::lost, "No prediction for the perturbed images contained the target.")
        .value("nearly_flat", MapStatus::nearly_flat, "The values differ by less than 1 % of the largest magnitude.")
        .finalize();
    module.def("is_usable", &is_usable, py::arg("status"), "Returns whether a map can be drawn and evaluated.");
    StructClass<Region>(module, "Region", "A rectangle in pixels.")
        .readonly("x1", &Region::x1)
        .readonly("y1", &Region::y1)
        .readonly("x2", &Region::x2)
        .readonly("y2", &Region::y2)
        .comparable()
        .type()
        .def(py::init([](float x1, float y1, float x2, float y2) {
                 return Region{x1, y1, x2, y2};
             }),
             py::arg("x1"),
             py::arg("y1"),
             py::arg("x2"),
             py::arg("y2"));
    bind_map(module);
}

}  // namespace vinoscope::python
