// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/planar_input.hpp"

#include <openvino/op/constant.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/transpose.hpp>

#include "infer/infer.hpp"

namespace vinoscope {
namespace {

ImageInput only_input(ImageInput input) {
    input.index = 0;
    return input;
}

ImageInput one_image(ImageInput input) {
    input.batch = 1;
    return input;
}

// The axes that put the channels in front of the rows; slices of a volume stay in front of the channels.
std::vector<std::int64_t> planar_order(const ImageInput& input) {
    if (input.layout == TensorLayout::nchw)
        return input.depth ? std::vector<std::int64_t>{0, 1, 2, 3, 4} : std::vector<std::int64_t>{0, 1, 2, 3};
    return input.depth ? std::vector<std::int64_t>{0, 1, 4, 2, 3} : std::vector<std::int64_t>{0, 3, 1, 2};
}

// A model that gives back what it takes.
std::shared_ptr<ov::Model> echo(const ImageInput& input) {
    const auto picture = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, shape_of(one_image(input)));
    const auto order = planar_order(input);
    const auto planar = std::make_shared<ov::op::v1::Transpose>(
        picture, ov::op::v0::Constant::create(ov::element::i64, {order.size()}, order));
    return std::make_shared<ov::Model>(ov::OutputVector{planar}, ov::ParameterVector{picture});
}

}  // namespace

PlanarInput::PlanarInput(const ImageInput& input, const Preprocess& preprocess)
    : m_compiled(echo(input), only_input(input), preprocess, {.device = "CPU", .precision = Precision::f32}) {}

std::vector<float> PlanarInput::values(InputForm form, const MaskedInput& image, float shown) {
    const auto request = m_compiled.requests(form).take();
    const std::vector<float> mask(static_cast<std::size_t>(image.height()) * static_cast<std::size_t>(image.width()),
                                  shown);
    auto tensor = request->get_input_tensor();
    image.write(mask, tensor);
    infer(*request, "CPU");
    const auto output = request->get_output_tensor();
    return {output.data<const float>(), output.data<const float>() + output.get_size()};
}

}  // namespace vinoscope
