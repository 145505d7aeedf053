// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/core/model.hpp>

namespace vinoscope {

/// Outputs of fully quantised models are whole numbers of 8 bits (TensorFlow Lite, QuantizeLinear of ONNX): they become
/// the real numbers that these stand for, under the same names.
void give_real_numbers(ov::Model& model);

/// An input of signed 8 bits takes pixels 0..255 instead, 128 more than its values.
void take_pixels(ov::Model& model, std::size_t input);

}  // namespace vinoscope
