// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/render.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "callbacks.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

py::array_t<std::uint8_t> paint(const SaliencyMap& map, const Image* image, const RenderOptions& options) {
    Image picture;
    {
        const Unlocked unlocked;
        picture = render(map, image == nullptr ? Image() : *image, options);
    }
    return to_array(std::move(picture));
}

}  // namespace

void bind_render(py::module_& module) {
    py::native_enum<Colormap>(module, "Colormap", "enum.Enum", "Colours of a picture of a map.")
        .value("jet", Colormap::jet)
        .value("turbo", Colormap::turbo)
        .value("viridis", Colormap::viridis)
        .value("gray", Colormap::gray)
        .value("none", Colormap::none)
        .finalize();
    py::native_enum<Sign>(module, "Sign", "enum.Enum", "Which values of a map are drawn.")
        .value("automatic", Sign::automatic, "Both for a map of both signs, else all values.")
        .value("positive", Sign::positive)
        .value("negative", Sign::negative)
        .value("both", Sign::both, "About zero: red above, white at and blue below it.")
        .finalize();
    module.def("parse_sign", &parse_sign, py::arg("name"), "The sign of that name.");
    module.def("parse_colormap", &parse_colormap, py::arg("name"), "The colour map of that name.");
    using Options = RenderOptions;
    StructClass<Options>(module, "RenderOptions", "How a map becomes a picture.")
        .field("resize", &Options::resize, "To the size of the image; otherwise the map keeps its native size.")
        .field("colormap", &Options::colormap, "Blue is low, red is high.")
        .field("overlay", &Options::overlay, "Blend with the image (implies resize).")
        .field("overlay_weight", &Options::overlay_weight, "Weight of the image, 0..1; the map gets the rest.")
        .field("overlay_prediction", &Options::overlay_prediction, "Write the label and score, draw the box.")
        .field("sign", &Options::sign, "Which values are drawn.")
        .field("range", &Options::range, "Values at the ends of the colours, the lower first, or None.")
        .field("color_bar", &Options::color_bar, "What the colours mean, to the right of the picture.")
        .field("width", &Options::width, "Of a picture that is resized; 0: that of the image.")
        .field("height", &Options::height, "Both are given, or none.")
        .keywords();
    module.def("render",
               &paint,
               py::arg("map"),
               py::arg("image") = py::none(),
               py::arg("options") = RenderOptions(),
               "The picture of a map over an image: uint8 [height, width, 3] in RGB.");
}

}  // namespace vinoscope::python
