// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/infer_request.hpp>

namespace vinoscope {

/// The inputs that add_layer_path() adds: the position a between the baseline and the image, and the activations of the
/// layer for the baseline.
inline constexpr const char* layer_position = "layer_path/position";
inline constexpr const char* layer_baseline = "layer_path/baseline";

/// Sets the position for all items of the batch.
void set_position(ov::InferRequest& request, float position);

/// Sets the position a = 1, so that the model computes the unmodified activations; no effect on other models.
void set_path_to_image(ov::InferRequest& request);

}  // namespace vinoscope
