// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/color_table.hpp"
#include "render/normalize.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {

template <>
std::vector<Option<RenderOptions>> list_options<RenderOptions>() {
    return {{.name = "overlay",
             .member = &RenderOptions::overlay,
             .help = "Blend the map with the image",
             .own_flag = "--no-overlay",
             .flag_help = "Draw the map without the image"},
            {.name = "overlay_weight",
             .member = &RenderOptions::overlay_weight,
             .help = "Weight of the image in the overlay, 0..1",
             .range = {0, 1}},
            {.name = "overlay_prediction",
             .member = &RenderOptions::overlay_prediction,
             .help = "Draw the label, the score and the box of the target"},
            {.name = "colormap", .member = &RenderOptions::colormap, .help = "Colormap", .choices = colormap_choices()},
            {.name = "sign",
             .member = &RenderOptions::sign,
             .help = "Which values to draw",
             .choices = sign_choices(),
             .automatic = "depends on the method"},
            {.name = "range",
             .member = &RenderOptions::range,
             .help = "Values at the ends of the colormap",
             .placeholder = "LO,HI",
             .automatic = "of each map"},
            {.name = "color_bar",
             .member = &RenderOptions::color_bar,
             .help = "Draw a colour bar with the values beside the image"},
            {.name = "resize",
             .member = &RenderOptions::resize,
             .help = "Resize the map to the size of the image",
             .own_flag = "--no-resize",
             .flag_help = "Draw the map at its native size (no overlay)"}};
}

}  // namespace vinoscope
