// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "model/image_input.hpp"
#include "vinoscope/decision.hpp"

namespace vinoscope {

/// A batch of 0, as some exporters write for any number, becomes 1 in all inputs.
/// @throws Error (unsupported) when the model does not accept that.
void fix_batch_of_zero(ov::Model& model);

/// What an input is given where the model leaves it open; 0: found.
struct InputSize {
    int height = 0;  ///< found: what the graph resizes to, else 224
    int width = 0;
    int batch = 0;  ///< found: 1
};

/// Gives the image input of `model` channels, a height and a width where they are open; the batch stays open unless it
/// is given.
/// @param decisions receives a choice where something was found, not given
/// @return the input as it is now
/// @throws Error (usage) when the model takes another size, (unsupported) when it does not accept that shape.
ImageInput fix_input_size(ov::Model& model, ImageInput input, const InputSize& size, std::vector<Decision>& decisions);

/// The same with a batch of one where it is open and not given.
ImageInput fix_input_shape(ov::Model& model, ImageInput input, const InputSize& size, std::vector<Decision>& decisions);

}  // namespace vinoscope
