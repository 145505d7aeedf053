// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// The explained input: an image, `[N,C,H,W]` or `[N,H,W,C]`, or a volume, `[N,C,D,H,W]` or `[N,D,H,W,C]`. Dynamic
/// sizes are 0.
struct ImageInput {
    std::size_t index = 0;  ///< position among the model's inputs
    TensorLayout layout = TensorLayout::nchw;
    std::int64_t batch = 0;
    std::int64_t channels = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::string evidence;                              ///< how the layout is known: "flag", "model", "graph" or "shape"
    std::optional<std::int64_t> depth = std::nullopt;  ///< of a volume; it may also count the frames of a video
    std::string name = {};                             ///< of the input, for messages
};

/// The input called `name`, or the only one of four dimensions, else of five. Its layout follows from, in this order:
/// `layout`, the model's own layout annotation or `rt_info`, the first operation that fixes it (a convolution wants
/// NCHW; a transposition to NCHW means NHWC), the position of a dimension of 1, 3 or 4. Sizes alone never decide
/// against the graph.
/// @throws Error (unsupported) when there is no such input or its layout cannot be found, (usage) for an unknown name,
///         (bad_model) when a side of the input is 0.
ImageInput find_image_input(const ov::Model& model,
                            std::optional<TensorLayout> layout = {},
                            std::string_view name = {});

/// Returns the shape of the input; sizes of 0 are dynamic.
ov::PartialShape shape_of(const ImageInput& input);

/// The axis of the rows; that of the columns is the next one.
std::int64_t height_axis(const ImageInput& input);

/// "NCHW", "NHWC", "NCDHW" or "NDHWC".
std::string_view layout_name(const ImageInput& input);

/// Returns why an 8-bit RGB image cannot be converted to the input (a volume, or a number of channels other than 1, 3
/// and 4), or an empty string.
std::string unsupported_image_reason(const ImageInput& input);

}  // namespace vinoscope
