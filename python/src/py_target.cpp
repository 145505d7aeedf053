// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/target.hpp"

#include <pybind11/stl.h>

#include "bindings.hpp"

namespace vinoscope::python {
namespace {

std::optional<BoxSide> side_of(const std::optional<std::string>& text) {
    return text ? std::optional(parse_side(*text)) : std::nullopt;
}

std::optional<std::string> side_text(const std::optional<BoxSide>& side) {
    return side ? std::optional(to_string(*side)) : std::nullopt;
}

void bind_classes(py::module_& module) {
    py::class_<TopTargets>(module, "TopTargets", "The best predictions of each image.")
        .def(py::init([](int count) { return TopTargets{count}; }), py::arg("count") = 1)
        .def_readonly("count", &TopTargets::count);
    py::class_<AllTargets>(module, "AllTargets", "Every class of the model, or every detected box or class.")
        .def(py::init<>());
    py::class_<ContrastTarget>(module, "ContrastTarget", "The difference of the logits of two classes.")
        .def(py::init([](decltype(ContrastTarget::target) target, ClassName versus) {
                 return ContrastTarget{std::move(target), std::move(versus)};
             }),
             py::arg("target"),
             py::arg("versus"))
        .def_readonly("versus", &ContrastTarget::versus);
}

void bind_places(py::module_& module) {
    py::class_<CharacterTarget>(module, "CharacterTarget", "A character of the text that a recogniser reads.")
        .def(py::init([](std::int64_t index) { return CharacterTarget{index}; }), py::arg("index"))
        .def_readonly("index", &CharacterTarget::index);
    py::class_<KeypointTarget>(module, "KeypointTarget", "A key point, by position or by label.")
        .def(py::init([](ClassName which) { return KeypointTarget{std::move(which)}; }), py::arg("which") = 0)
        .def_readonly("which", &KeypointTarget::which);
    py::class_<HighestTarget>(module, "HighestTarget", "The highest value of a map of values.").def(py::init<>());
    py::class_<PredictedBox>(
        module,
        "PredictedBox",
        "A detected box, by position or by label, or a side of it: \"left\", \"top\", \"right\" or \"bottom\".")
        .def(py::init([](ClassName which, const std::optional<std::string>& side) {
                 return PredictedBox{std::move(which), side_of(side)};
             }),
             py::arg("which") = 0,
             py::arg("side") = py::none())
        .def_readonly("which", &PredictedBox::which)
        .def_property_readonly("side", [](const PredictedBox& box) { return side_text(box.side); });
    py::class_<GivenBox>(module, "GivenBox", "A box in pixels of the original image, whether it was detected or not.")
        .def(py::init([](const Region& box, ClassName label, const std::optional<std::string>& side) {
                 return GivenBox{box, std::move(label), side_of(side)};
             }),
             py::arg("box"),
             py::arg("label"),
             py::arg("side") = py::none())
        .def_readonly("box", &GivenBox::box)
        .def_readonly("label", &GivenBox::label)
        .def_property_readonly("side", [](const GivenBox& box) { return side_text(box.side); });
    py::class_<PointTarget>(module, "PointTarget", "A region of a segmented image around a point.")
        .def(py::init([](float x, float y, std::optional<ClassName> label) {
                 return PointTarget{x, y, std::move(label)};
             }),
             py::arg("x"),
             py::arg("y"),
             py::arg("label") = py::none());
    py::class_<MaskTarget>(
        module, "MaskTarget", "A region of a segmented image: the pixels that are not black in a mask.")
        .def(py::init([](const Image& mask, std::optional<ClassName> label, std::string name) {
                 return MaskTarget{mask, std::move(label), std::move(name)};
             }),
             py::arg("mask"),
             py::arg("label") = py::none(),
             py::arg("name") = "mask");
}

}  // namespace

void bind_target(py::module_& module) {
    bind_classes(module);
    bind_places(module);
    module.def("parse_targets",
               &parse_targets,
               py::arg("text"),
               "Parses `285`, `tabby`, `top:3`, `all`, `box:0`, `box:person`, `box:0:left` or a comma-separated list "
               "of these.");
    module.def("parse_box", &parse_box, py::arg("text"), "Parses `x1,y1,x2,y2:LABEL`.");
    module.def("parse_region", &parse_region, py::arg("text"), "Parses a class, `x,y` or the name of an image file.");
    module.def("resolve_targets",
               &resolve_targets,
               py::arg("requests"),
               py::arg("scores"),
               py::arg("labels"),
               "Returns the class indices of requests in their order, without duplicates.");
}

}  // namespace vinoscope::python
