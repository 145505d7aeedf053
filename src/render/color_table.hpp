// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "vinoscope/render.hpp"

namespace vinoscope {

/// Returns the names of the colormaps in the order of Colormap.
std::span<const std::string_view> colormap_choices();

/// RGB colours of the values 0..255.
using ColorTable = std::array<std::array<std::uint8_t, 3>, 256>;

/// The same colours as OpenCV's; made once, safe to call from several threads.
const ColorTable& color_table(Colormap colormap);

/// For values about zero, which is in the middle: from blue over white to red; grey values where `colormap` has no
/// other.
const ColorTable& diverging_table(Colormap colormap);

}  // namespace vinoscope
