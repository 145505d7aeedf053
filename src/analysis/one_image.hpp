// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <openvino/core/model.hpp>

#include "model/image_input.hpp"

namespace vinoscope {

/// A copy of a model for one image, whose shapes are all known.
struct CopyOfOneImage {
    std::shared_ptr<ov::Model> model;
    std::map<const ov::Node*, std::shared_ptr<ov::Node>> original_of;  ///< of each operation of the copy
};

/// @param input its height and width, 224 where they are open
/// @throws Error (unsupported) when the model does not accept such an image
CopyOfOneImage copy_of_one_image(const ov::Model& model, const ImageInput& input);

}  // namespace vinoscope
