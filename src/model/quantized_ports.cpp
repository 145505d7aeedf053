// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/quantized_ports.hpp"

#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/subtract.hpp>
#include <optional>

namespace vinoscope {
namespace {

// What is scaled to the range of the whole numbers, and then rounded.
std::optional<ov::Output<ov::Node>> before_quantization(const ov::Output<ov::Node>& value) {
    const auto& type = value.get_element_type();
    const auto* rounded = value.get_node();
    if ((type != ov::element::u8 && type != ov::element::i8) || !ov::is_type<ov::op::v0::Convert>(rounded) ||
        !ov::is_type<ov::op::v0::FakeQuantize>(rounded->get_input_node_ptr(0)))
        return std::nullopt;
    return rounded->get_input_node_ptr(0)->input_value(0);
}

}  // namespace

void dequantize_outputs(ov::Model& model) {
    for (const auto& result : model.get_results())
        if (const auto real = before_quantization(result->input_value(0)))
            result->input(0).replace_source_output(*real);
    model.validate_nodes_and_infer_types();
}

void shift_signed_input_to_u8(ov::Model& model, std::size_t input) {
    const auto& parameter = model.get_parameters().at(input);
    if (parameter->get_element_type() != ov::element::i8)
        return;
    const auto consumers = parameter->output(0).get_target_inputs();
    parameter->set_element_type(ov::element::u8);
    parameter->validate_and_infer_types();
    const auto pixels = std::make_shared<ov::op::v0::Convert>(parameter, ov::element::f32);
    const auto values =
        std::make_shared<ov::op::v1::Subtract>(pixels, ov::op::v0::Constant::create(ov::element::f32, {}, {128}));
    for (auto consumer : consumers)
        consumer.replace_source_output(values);
    model.validate_nodes_and_infer_types();
}

}  // namespace vinoscope
