// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/said.hpp"

#include <openvino/op/constant.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>

#include "support/build_model.hpp"

namespace vinoscope::test {

std::shared_ptr<ov::Model> model_that_says(const std::vector<Said>& outputs, const ov::PartialShape& image) {
    ov::ResultVector results;
    for (const auto& output : outputs) {
        const auto type = output.whole_numbers ? ov::element::i64 : ov::element::f32;
        const auto value = ov::op::v0::Constant::create(type, output.shape, output.values);
        value->output(0).set_names({output.name});
        results.push_back(std::make_shared<ov::op::v0::Result>(value));
    }
    return std::make_shared<ov::Model>(results, ov::ParameterVector{image_parameter(image)});
}

std::shared_ptr<ov::Model> model_with_open_rows(const std::vector<Said>& outputs) {
    ov::ResultVector results;
    ov::ParameterVector parameters = {image_parameter({1, 3, 100, 200})};
    for (const auto& output : outputs) {
        ov::PartialShape shape(output.shape);
        shape[0] = -1;
        const auto value =
            std::make_shared<ov::op::v0::Parameter>(output.whole_numbers ? ov::element::i64 : ov::element::f32, shape);
        value->output(0).set_names({output.name});
        parameters.push_back(value);
        results.push_back(std::make_shared<ov::op::v0::Result>(value));
    }
    return std::make_shared<ov::Model>(results, parameters);
}

std::vector<OutputTensor> views(const std::vector<Said>& outputs, const std::vector<std::size_t>& positions) {
    std::vector<OutputTensor> result;
    for (const auto position : positions)
        result.push_back({outputs[position].name, outputs[position].shape, outputs[position].values});
    return result;
}

AnswerReader reader_of(const std::vector<Said>& outputs, const DecoderWish& wish, const ImageInput& input) {
    const auto model = model_that_says(outputs, {1, 3, input.height, input.width});
    return find_reader(*model, input, wish);
}

Answer answer_of(const std::vector<Said>& outputs, const DecoderWish& wish) {
    const auto reader = reader_of(outputs, wish);
    return reader.read(views(outputs, reader.outputs));
}

}  // namespace vinoscope::test
