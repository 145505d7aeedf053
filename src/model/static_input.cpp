// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/static_input.hpp"

#include <fmt/format.h>

#include <openvino/core/except.hpp>

#include "model/openvino_error.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr std::int64_t usual_side = 224;

// A side of 0 is open.
ov::PartialShape shape_of(const ImageInput& input) {
    const auto side = [](std::int64_t size) { return size > 0 ? ov::Dimension(size) : ov::Dimension::dynamic(); };
    const auto batch = side(input.batch);
    const auto channels = side(input.channels);
    const auto height = side(input.height);
    const auto width = side(input.width);
    return input.layout == TensorLayout::nchw ? ov::PartialShape{batch, channels, height, width}
                                              : ov::PartialShape{batch, height, width, channels};
}

// The model's own size where it has one; another one that is wanted is refused.
std::int64_t size_of(const char* side, std::int64_t fixed, int wanted) {
    if (fixed > 0 && wanted > 0 && fixed != wanted)
        throw Error(ErrorKind::usage,
                    fmt::format("the model takes inputs of {} {} only, found {}; leave it out, or reshape the model "
                                "first (ov::Model::reshape, or ovc --input)",
                                side,
                                fixed,
                                wanted));
    return fixed > 0 ? fixed : wanted;
}

ImageInput reshaped(ov::Model& model, ImageInput input) {
    if (model.input(input.index).get_partial_shape().is_static())
        return input;
    try {
        model.reshape({{model.input(input.index), shape_of(input)}});
    } catch (const ov::Exception& error) {
        throw Error(ErrorKind::unsupported,
                    fmt::format("the model does not accept an input of shape {}: {}",
                                shape_text(shape_of(input)),
                                condense_openvino_error(error.what())));
    }
    return input;
}

}  // namespace

ImageInput fix_input_size(ov::Model& model, ImageInput input, int height, int width) {
    if (height == 0 && width == 0)
        return input;
    input.height = size_of("height", input.height, height);
    input.width = size_of("width", input.width, width);
    return reshaped(model, std::move(input));
}

ImageInput fix_input_shape(ov::Model& model, ImageInput input, int height, int width) {
    input.batch = input.batch > 0 ? input.batch : 1;
    input.channels = input.channels > 0 ? input.channels : 3;
    input.height = size_of("height", input.height, height);
    input.width = size_of("width", input.width, width);
    input.height = input.height > 0 ? input.height : usual_side;
    input.width = input.width > 0 ? input.width : usual_side;
    return reshaped(model, std::move(input));
}

}  // namespace vinoscope
