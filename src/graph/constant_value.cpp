// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/constant_value.hpp"

#include <openvino/core/node.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/runtime/tensor.hpp>

#include "graph/nodes.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t max_elements = 4096;

bool small_and_static(const ov::PartialShape& shape) {
    return shape.is_static() && ov::shape_size(shape.to_shape()) <= max_elements;
}

std::optional<ov::Tensor> evaluated(const ov::Output<ov::Node>& value) {
    const auto* node = value.get_node();
    if (!small_and_static(value.get_partial_shape()))
        return std::nullopt;
    if (const auto* constant = ov::as_type<const ov::op::v0::Constant>(node)) {
        ov::Tensor tensor(value.get_element_type(), value.get_shape());
        std::memcpy(tensor.data(), constant->get_data_ptr(), tensor.get_byte_size());
        return tensor;
    }
    if (is_shape_of(*node)) {
        if (node->get_input_partial_shape(0).is_dynamic())
            return std::nullopt;
        const auto shape = node->get_input_shape(0);
        const auto constant = ov::op::v0::Constant::create(value.get_element_type(), value.get_shape(), shape);
        return evaluated(constant->output(0));
    }
    if (!node->has_evaluate() || node->get_input_size() == 0)
        return std::nullopt;
    ov::TensorVector inputs;
    for (const auto& input : value.get_node_shared_ptr()->input_values()) {
        const auto tensor = evaluated(input);
        if (!tensor)
            return std::nullopt;
        inputs.push_back(*tensor);
    }
    ov::TensorVector outputs;
    for (const auto& output : node->outputs()) {
        if (!small_and_static(output.get_partial_shape()))
            return std::nullopt;
        outputs.emplace_back(output.get_element_type(), output.get_shape());
    }
    if (!node->evaluate(outputs, inputs))
        return std::nullopt;
    return outputs[value.get_index()];
}

}  // namespace

std::optional<std::vector<std::int64_t>> constant_integers(const ov::Output<ov::Node>& value) {
    const auto tensor = evaluated(value);
    if (!tensor)
        return std::nullopt;
    return ov::op::v0::Constant(*tensor).cast_vector<std::int64_t>();
}

std::optional<std::int64_t> constant_integer(const ov::Output<ov::Node>& value) {
    const auto values = constant_integers(value);
    return values && values->size() == 1 ? std::optional(values->front()) : std::nullopt;
}

}  // namespace vinoscope
