// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "model/image_input.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope {

/// Inputs with a given value become constants: whatever is inferred afterwards, there is no tensor of theirs to forget.
/// @throws Error (usage) for an unknown name, a value that does not fit the input, or NaN in it.
void fix_given_inputs(ov::Model& model, const InputValues& values);

/// Makes constants of the inputs beside `input`: those that take the size of the picture get the size of `input`, and
/// where they ask for the scale of the picture, 1. Boxes then come in pixels of the input. Inputs that nothing reads
/// are removed.
/// @param input of a fixed size; its index may change
/// @return one line for each of them
/// @throws Error (usage) that names any other input.
std::vector<std::string> fix_size_inputs(ov::Model& model, ImageInput& input);

/// What fix_size_inputs() would give to an input, e.g. "640 640"; empty when it needs a value of the caller's.
std::string known_value(const ov::Model& model, const ImageInput& input, std::size_t other);

}  // namespace vinoscope
