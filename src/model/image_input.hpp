// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>

#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// The input that takes the picture. Sizes are 0 where the model leaves them open.
struct ImageInput {
    std::size_t index = 0;  ///< position among the model's inputs
    TensorLayout layout = TensorLayout::nchw;
    std::int64_t batch = 0;
    std::int64_t channels = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::string evidence;  ///< how the layout is known: "flag", "model", "graph" or "shape"
};

/// The only rank-4 input, its layout told by, in this order: `forced`, the model's own layout annotation or `rt_info`,
/// the first operation that fixes it (a convolution wants NCHW; a transposition to NCHW means NHWC), the position of a
/// dimension of 1, 3 or 4. Sizes alone never decide against the graph.
/// @throws Error (unsupported) when there is no such input or its layout cannot be told.
ImageInput find_image_input(const ov::Model& model, std::optional<TensorLayout> forced = {});

}  // namespace vinoscope
