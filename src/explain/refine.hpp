// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "explain/run.hpp"

namespace vinoscope {

/// Explains an image and its mirror image, left and right exchanged, and returns the explanation of the image with the
/// mean of both maps of each target: ExplainerOptions::augment.
/// @throws Error (bad_target) for targets that a mirror image does not have, as characters, (unsupported) if the model
///         sees another part of the mirror image; else as Explainer::explain()
Explanation explain_with_mirror_image(const ExplainedModel& model, Image image, const ExplainOptions& options);

/// Smooths maps of pixels by a Gaussian: ExplainerOptions::smooth; 0 leaves them as they are. Values beyond the border
/// are those of the border.
void smooth_pixels(Explanation& explanation, double sigma);

}  // namespace vinoscope
