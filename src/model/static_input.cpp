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

ov::PartialShape shape_of(const ImageInput& input) {
    return input.layout == TensorLayout::nchw
               ? ov::PartialShape{input.batch, input.channels, input.height, input.width}
               : ov::PartialShape{input.batch, input.height, input.width, input.channels};
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
    if (fixed > 0)
        return fixed;
    return wanted > 0 ? wanted : usual_side;
}

}  // namespace

ImageInput fix_input_shape(ov::Model& model, ImageInput input, int height, int width) {
    const bool open = model.input(input.index).get_partial_shape().is_dynamic();
    input.batch = input.batch > 0 ? input.batch : 1;
    input.channels = input.channels > 0 ? input.channels : 3;
    input.height = size_of("height", input.height, height);
    input.width = size_of("width", input.width, width);
    if (!open)
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

}  // namespace vinoscope
