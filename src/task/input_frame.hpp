// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vinoscope/region.hpp"

namespace vinoscope {

/// Where the pixels of a model's input lie on the picture that it shows.
struct InputFrame {
    int height = 0;  ///< of the model's input
    int width = 0;
    int image_height = 0;  ///< of the original image
    int image_width = 0;
    Region seen;  ///< what the input shows, in pixels of the image; may reach beyond it

    /// From pixels of the input to pixels of the image.
    Region to_image(const Region& box) const;

    /// And back.
    Region to_input(const Region& box) const;
};

}  // namespace vinoscope
