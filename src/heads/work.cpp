// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/work.hpp"

#include <openvino/op/convolution.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>

namespace vinoscope {
namespace {

std::int64_t size_from_end(const ov::Node& node, const AxisTrace& trace, std::size_t input, std::size_t from_end) {
    const auto* axes = trace.find(node.input_value(input));
    return axes != nullptr && axes->size() >= from_end ? size_of((*axes)[axes->size() - from_end]) : 1;
}

// Of weights [out, in, rows, columns], with groups in front or not, all but those of the other results.
std::int64_t kernel_size(const ov::Node& convolution, std::size_t axes_of_results) {
    const auto& weights = convolution.get_input_partial_shape(1);
    if (weights.is_dynamic())
        return 1;
    std::int64_t size = 1;
    for (auto axis = axes_of_results; axis < weights.size(); ++axis)
        size *= weights[static_cast<std::ptrdiff_t>(axis)].get_length();
    return size;
}

// What each number costs that `node` computes.
std::int64_t multiplications(const ov::Node& node, const AxisTrace& trace) {
    if (const auto* product = ov::as_type<const ov::op::v0::MatMul>(&node))
        return size_from_end(node, trace, 0, product->get_transpose_a() ? 2 : 1);
    if (ov::is_type<ov::op::v13::ScaledDotProductAttention>(&node))
        return 2 * size_from_end(node, trace, 1, 2);
    if (ov::is_type<ov::op::v1::Convolution>(&node))
        return kernel_size(node, 1);
    return ov::is_type<ov::op::v1::GroupConvolution>(&node) ? kernel_size(node, 2) : 1;
}

}  // namespace

std::int64_t work_of(const Head& head, const AxisTrace& trace) {
    std::int64_t work = 0;
    for (const auto& node : head.nodes)
        for (const auto& output : node->outputs())
            if (const auto* axes = trace.find(output))
                work += size_of(*axes) * multiplications(*node, trace);
    return work;
}

}  // namespace vinoscope
