// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/preprocess_graph.hpp"

#include <algorithm>
#include <openvino/core/preprocess/pre_post_process.hpp>

namespace vinoscope {
namespace {

bool all_equal(const std::vector<float>& values, float wanted) {
    return std::ranges::all_of(values, [&](float value) { return value == wanted; });
}

const char* layout_of(const ImageInput& input) {
    return input.layout == TensorLayout::nchw ? "NCHW" : "NHWC";
}

}  // namespace

std::shared_ptr<ov::Model> with_preprocessing(const std::shared_ptr<ov::Model>& model,
                                              const ImageInput& input,
                                              const Preprocess& preprocess,
                                              InputForm form) {
    const bool pixels = form == InputForm::image;
    const bool whole_numbers = model->input(input.index).get_element_type().is_integral_number();
    ov::preprocess::PrePostProcessor processor(model);
    auto& image = processor.input(input.index);
    image.tensor()
        .set_element_type(pixels || whole_numbers ? ov::element::u8 : ov::element::f32)
        .set_layout(pixels ? "NHWC" : layout_of(input));
    image.model().set_layout(layout_of(input));
    if (form == InputForm::tensor)
        return processor.build();
    auto& steps = image.preprocess();
    if (preprocess.color == ColorOrder::bgr && input.channels == 3)
        steps.reverse_channels();
    const bool normalises = !all_equal(*preprocess.mean, 0) || !all_equal(*preprocess.scale, 1);
    if (normalises) {
        steps.convert_element_type(ov::element::f32);
        steps.mean(*preprocess.mean);
        steps.scale(*preprocess.scale);
    }
    return processor.build();
}

}  // namespace vinoscope
