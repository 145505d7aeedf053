// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/color_table.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {

/// `picture` with a bar of all colours to its right, `high` at the top, and the values at its ends and in its middle.
/// A picture of less than 48 rows, which has no room for numbers, gets the bar alone.
Image with_color_bar(const Image& picture, const ColorTable& colors, float low, float high);

}  // namespace vinoscope
