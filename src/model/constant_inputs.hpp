// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "model/image_input.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope {

/// Replaces inputs with a given value by constants, so that no later inference has to set them.
/// @throws Error (usage) for an unknown name, a value that does not fit the input, or NaN in it.
void fix_given_inputs(ov::Model& model, const InputValues& values);

/// Replaces the other inputs by constants: those for the image size by the size of `input`, those for its scale by 1,
/// so that boxes are in pixels of the input. Unused inputs are removed.
/// @param input of a fixed size; its index may change
/// @return one line for each of them
/// @throws Error (usage) that names any other input; the model is then unchanged
std::vector<std::string> fix_size_inputs(ov::Model& model, ImageInput& input);

/// Returns the value that fix_size_inputs() sets for an input, e.g. "640 640", or an empty string if the caller must
/// provide it.
std::string known_value(const ov::Model& model, const ImageInput& input, std::size_t other);

}  // namespace vinoscope
