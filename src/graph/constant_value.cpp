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

using OpenSize = std::optional<std::int64_t>;

std::optional<std::vector<std::int64_t>> sizes_of(const ov::PartialShape& shape, OpenSize open_size) {
    std::vector<std::int64_t> sizes;
    if (shape.rank().is_dynamic() || (shape.is_dynamic() && !open_size))
        return std::nullopt;
    for (const auto& size : shape)
        sizes.push_back(size.is_static() ? size.get_length() : *open_size);
    return sizes;
}

std::optional<ov::Tensor> evaluated(const ov::Output<ov::Node>& value, OpenSize open_size) {
    const auto* node = value.get_node();
    if (!small_and_static(value.get_partial_shape()))
        return std::nullopt;
    if (const auto* constant = ov::as_type<const ov::op::v0::Constant>(node)) {
        ov::Tensor tensor(value.get_element_type(), value.get_shape());
        std::memcpy(tensor.data(), constant->get_data_ptr(), tensor.get_byte_size());
        return tensor;
    }
    if (is_shape_of(*node)) {
        const auto sizes = sizes_of(node->get_input_partial_shape(0), open_size);
        if (!sizes)
            return std::nullopt;
        const auto constant = ov::op::v0::Constant::create(value.get_element_type(), value.get_shape(), *sizes);
        return evaluated(constant->output(0), open_size);
    }
    if (!node->has_evaluate() || node->get_input_size() == 0)
        return std::nullopt;
    ov::TensorVector inputs;
    for (const auto& input : value.get_node_shared_ptr()->input_values()) {
        const auto tensor = evaluated(input, open_size);
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

std::optional<std::vector<std::int64_t>> constant_integers(const ov::Output<ov::Node>& value,
                                                           std::optional<std::int64_t> open_size) {
    const auto tensor = evaluated(value, open_size);
    if (!tensor)
        return std::nullopt;
    return ov::op::v0::Constant(*tensor).cast_vector<std::int64_t>();
}

std::optional<ov::Tensor> constant_tensor(const ov::Output<ov::Node>& value) {
    return evaluated(value, std::nullopt);
}

std::optional<std::vector<double>> constant_numbers(const ov::Output<ov::Node>& value) {
    const auto tensor = evaluated(value, std::nullopt);
    return tensor ? std::optional(ov::op::v0::Constant(*tensor).cast_vector<double>()) : std::nullopt;
}

std::optional<std::int64_t> constant_integer(const ov::Output<ov::Node>& value) {
    const auto values = constant_integers(value);
    return values && values->size() == 1 ? std::optional(values->front()) : std::nullopt;
}

}  // namespace vinoscope
