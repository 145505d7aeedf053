// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/preprocess_graph.hpp"

#include <algorithm>
#include <numeric>
#include <openvino/core/preprocess/pre_post_process.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/gather.hpp>

namespace vinoscope {
namespace {

bool all_equal(const std::vector<float>& values, float wanted) {
    return std::ranges::all_of(values, [&](float value) { return value == wanted; });
}

// BGR from RGB, BGRA from RGBA: alpha stays the last channel.
ov::Output<ov::Node> with_swapped_colors(const ov::Output<ov::Node>& value, std::int64_t channels, std::int64_t axis) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(channels));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::swap(order[0], order[2]);
    const auto integers = [](const std::vector<std::int64_t>& values, const ov::Shape& shape) {
        return ov::op::v0::Constant::create(ov::element::i64, shape, values);
    };
    return std::make_shared<ov::op::v8::Gather>(value, integers(order, {order.size()}), integers({axis}, {}));
}

}  // namespace

std::shared_ptr<ov::Model> with_preprocessing(const std::shared_ptr<ov::Model>& model,
                                              const ImageInput& input,
                                              const Preprocess& preprocess,
                                              InputForm form) {
    const bool pixels = form == InputForm::image;
    const bool whole_numbers = model->input(input.index).get_element_type().is_integral_number();
    const ov::Layout layout{std::string(layout_name(input))};
    ov::preprocess::PrePostProcessor processor(model);
    auto& image = processor.input(input.index);
    image.tensor()
        .set_element_type(pixels || whole_numbers ? ov::element::u8 : ov::element::f32)
        .set_layout(pixels ? ov::Layout("NHWC") : layout);
    image.model().set_layout(layout);
    if (form == InputForm::tensor)
        return processor.build();
    auto& steps = image.preprocess();
    if (preprocess.color == ColorOrder::bgr && input.channels >= 3)
        steps.custom([&](const ov::Output<ov::Node>& value) {
            const bool planar = !pixels && input.layout == TensorLayout::nchw;
            return with_swapped_colors(value, input.channels, planar ? 1 : 3);
        });
    const bool normalises = !all_equal(*preprocess.mean, 0) || !all_equal(*preprocess.scale, 1);
    if (normalises) {
        steps.convert_element_type(ov::element::f32);
        steps.mean(*preprocess.mean);
        steps.scale(*preprocess.scale);
    }
    return processor.build();
}

}  // namespace vinoscope
