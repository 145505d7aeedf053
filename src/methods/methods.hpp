// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "methods/black_box.hpp"
#include "methods/white_box.hpp"

namespace vinoscope {

WhiteBoxMap recipro_cam(const WhiteBox& box);
WhiteBoxMap vit_recipro_cam(const WhiteBox& box);
WhiteBoxMap activation_map(const WhiteBox& box);
WhiteBoxMap det_class_probability_map(const WhiteBox& box);

BlackBoxMaps rise(const BlackBox& box);
BlackBoxMaps aise(const BlackBox& box);
BlackBoxMaps occlusion(const BlackBox& box);

/// Whether the model is a detector that scores classes cell by cell.
bool has_class_heads(const WhiteBox& box);

/// Whether patch tokens see each other up to the end of the model, as in a transformer.
bool ends_in_tokens(const WhiteBox& box);

}  // namespace vinoscope
