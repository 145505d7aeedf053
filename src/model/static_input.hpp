// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>

#include "model/image_input.hpp"

namespace vinoscope {

/// A batch of 0, as some exporters write for any number, becomes 1 in all inputs.
/// @throws Error (unsupported) when the model does not accept that.
void fix_batch_of_zero(ov::Model& model);

/// Gives the image input of `model` a height and a width where the size is open; 0 leaves them open.
/// @return the input as it is now
/// @throws Error (usage) when the model takes another size, (unsupported) when it does not accept that shape.
ImageInput fix_input_size(ov::Model& model, ImageInput input, int height, int width);

/// Gives the image input of `model` one fixed shape: one image where the batch is open, `height`
/// and `width` where the size is open (0: 224).
/// @return the input as it is now
/// @throws Error as fix_input_size
ImageInput fix_input_shape(ov::Model& model, ImageInput input, int height, int width);

}  // namespace vinoscope
