// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "methods/black_box.hpp"
#include "methods/gradient_box.hpp"
#include "methods/white_box.hpp"

namespace vinoscope {

WhiteBoxMap recipro_cam(const WhiteBox& box);
WhiteBoxMap vit_recipro_cam(const WhiteBox& box);
WhiteBoxMap activation_map(const WhiteBox& box);
WhiteBoxMap det_class_probability_map(const WhiteBox& box);
WhiteBoxMap eigen_cam(const WhiteBox& box);

WhiteBoxMap grad_cam(const WhiteBox& box);
WhiteBoxMap grad_cam_plus_plus(const WhiteBox& box);
WhiteBoxMap hires_cam(const WhiteBox& box);
WhiteBoxMap x_grad_cam(const WhiteBox& box);
WhiteBoxMap layer_cam(const WhiteBox& box);
WhiteBoxMap eigen_grad_cam(const WhiteBox& box);

WhiteBoxMap gradient_attention(const WhiteBox& box);

WhiteBoxMap saliency(const WhiteBox& box);
WhiteBoxMap input_x_gradient(const WhiteBox& box);
WhiteBoxMap guided_backprop(const WhiteBox& box);

GradientMap integrated_gradients(const GradientBox& box);
GradientMap layer_integrated_gradients(const GradientBox& box);
GradientMap smooth_grad(const GradientBox& box);
GradientMap var_grad(const GradientBox& box);
GradientMap expected_gradients(const GradientBox& box);

BlackBoxMaps rise(const BlackBox& box);
BlackBoxMaps aise(const BlackBox& box);
BlackBoxMaps occlusion(const BlackBox& box);

/// Whether the model is a detector that scores classes cell by cell.
bool has_class_heads(const WhiteBox& box);

/// Whether all patch tokens attend to all, as in a plain vision transformer.
bool has_attention(const WhiteBox& box);

/// Whether patch tokens see each other up to the end of the model, as in a transformer.
bool ends_in_tokens(const WhiteBox& box);

}  // namespace vinoscope
