// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>

#include "model/image_input.hpp"
#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// What the caller writes into the input.
enum class InputForm {
    image,   ///< u8, `[batch, height, width, channels]`
    masked,  ///< values between those of pixels, in the model's own layout: f32, or u8 where it takes whole numbers
    tensor,  ///< what the model itself takes, in its own layout: f32, or u8 where it takes whole numbers
};

/// The model with an input that takes RGB (or grey, or RGBA) images in 0..255: channel order, `(x - mean) / scale` and,
/// for InputForm::image, the layout become part of the graph. For InputForm::tensor only the element type does.
/// @param preprocess complete; its resize mode is not looked at: the tensor has the model's own size
std::shared_ptr<ov::Model> with_preprocessing(const std::shared_ptr<ov::Model>& model,
                                              const ImageInput& input,
                                              const Preprocess& preprocess,
                                              InputForm form = InputForm::image);

}  // namespace vinoscope
