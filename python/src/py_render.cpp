// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/render.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "callbacks.hpp"
#include "options.hpp"
#include "vinoscope/internal/full_range.hpp"

namespace vinoscope::python {
namespace {

py::array_t<std::uint8_t> paint(const SaliencyMap& map,
                                const Image* image,
                                const RenderOptions& options,
                                bool full_range) {
    const Image none;
    const Image& over = image == nullptr ? none : *image;
    Image picture;
    {
        const Unlocked unlocked;
        picture = full_range ? render_full_range(map, over, options) : render(map, over, options);
    }
    return to_array(std::move(picture));
}

}  // namespace

void bind_render(py::module_& module) {
    py::native_enum<Colormap>(module, "Colormap", "enum.Enum", "The colormap of a drawn map.")
        .value("jet", Colormap::jet)
        .value("turbo", Colormap::turbo)
        .value("viridis", Colormap::viridis)
        .value("gray", Colormap::gray)
        .value("none", Colormap::none)
        .finalize();
    py::native_enum<Sign>(module, "Sign", "enum.Enum", "The values of a map that are drawn.")
        .value("automatic", Sign::automatic, "`both` for a map with both signs, else all values.")
        .value("positive", Sign::positive)
        .value("negative", Sign::negative)
        .value("both", Sign::both, "All values on a scale centred at zero: red above, white at and blue below zero.")
        .finalize();
    module.def("parse_sign", &parse_sign, py::arg("name"), "Returns the sign with this name.");
    module.def("parse_colormap", &parse_colormap, py::arg("name"), "Returns the colormap with this name.");
    using Options = RenderOptions;
    StructClass<Options>(module, "RenderOptions", "How a map is drawn.")
        .options()
        .field("width", &Options::width, "Width of the drawn map if it is resized; 0: width of the image.")
        .field("height", &Options::height, "Height of the drawn map if it is resized. Set both sides or neither.")
        .keywords();
    module.def("render",
               &paint,
               py::arg("map"),
               py::arg("image") = py::none(),
               py::arg("options") = RenderOptions(),
               py::arg("full_range") = false,
               "Draws a map over an image: uint8 [height, width, 3] in RGB. With `full_range` a resized map has the "
               "lowest and "
               "highest colour that it has at its native size.");
}

}  // namespace vinoscope::python
