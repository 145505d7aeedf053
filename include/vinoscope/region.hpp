// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace vinoscope {

/// A rectangle in pixels. Edges may lie between pixels or outside the image.
struct Region {
    float x1 = 0;
    float y1 = 0;

    /// The first column outside the rectangle.
    float x2 = 0;

    /// The first row outside the rectangle.
    float y2 = 0;
};

}  // namespace vinoscope
