// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/core/model.hpp>

namespace vinoscope {

/// Dequantises the 8-bit integer outputs of fully quantised models (TensorFlow Lite, QuantizeLinear of ONNX) to f32.
/// The names of the outputs are kept.
void dequantize_outputs(ov::Model& model);

/// Changes a signed 8-bit input to u8: pixels 0..255 are shifted by -128 in the graph.
void shift_signed_input_to_u8(ov::Model& model, std::size_t input);

}  // namespace vinoscope
