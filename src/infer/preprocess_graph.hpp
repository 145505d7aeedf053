// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>

#include "model/image_input.hpp"
#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// The model with an input that takes 8-bit RGB (or grey) images, `[batch, height, width, channels]`: channel order,
/// `(x - mean) / scale` and layout become part of the graph.
/// @param preprocess complete; its resize mode is not looked at: the tensor has the model's own size
std::shared_ptr<ov::Model> with_preprocessing(const std::shared_ptr<ov::Model>& model,
                                              const ImageInput& input,
                                              const Preprocess& preprocess);

}  // namespace vinoscope
