// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace vinoscope {

/// A rectangle in pixels; edges may lie between pixels or outside of the picture.
struct Region {
    float x1 = 0;
    float y1 = 0;
    float x2 = 0;  ///< the first column that does not belong to it
    float y2 = 0;  ///< the first row that does not belong to it
};

}  // namespace vinoscope
