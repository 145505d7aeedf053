// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/dense_head.hpp"

#include "ops/constant_value.hpp"

#include <algorithm>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/reshape.hpp>

namespace vinoscope {
namespace {

// The only operation that reads values of `value`.
const ov::Node* only_reader(const Value& value) {
    const ov::Node* reader = nullptr;
    for (const auto& input : value.get_target_inputs()) {
        if (is_shape_of(*input.get_node()))
            continue;
        if (reader != nullptr || input.get_index() != 0)
            return nullptr;
        reader = input.get_node();
    }
    return reader;
}

// Constants, perhaps in half precision. With quantised weights moved like this, an INT8 VGG got other scores from the
// CPU plug-in of OpenVINO 2026.4.
bool are_plain_weights(const Value& value) {
    const auto* node = value.get_node();
    return ov::is_type<ov::op::v0::Constant>(ov::is_type<ov::op::v0::Convert>(node) ? node->get_input_node_ptr(0)
                                                                                    : node);
}

std::int64_t channels_of(const SpatialLayer& layer) {
    return layer.value.get_partial_shape()[1].get_length();
}

// [outputs, channels, h, w] -> [h * w, channels, outputs]
std::optional<DenseHead> convolved(const ov::Node& node, const SpatialLayer& layer) {
    const auto* convolution = ov::as_type<const ov::op::v1::Convolution>(&node);
    if (convolution == nullptr || !are_plain_weights(node.input_value(1)))
        return std::nullopt;
    const auto& shape = node.get_input_shape(1);
    const bool whole = static_cast<std::int64_t>(shape[2]) == layer.grid.height &&
                       static_cast<std::int64_t>(shape[3]) == layer.grid.width;
    const auto zero = [](auto pad) { return pad == 0; };
    if (!whole || !std::ranges::all_of(convolution->get_pads_begin(), zero) ||
        !std::ranges::all_of(convolution->get_pads_end(), zero))
        return std::nullopt;
    const auto outputs = static_cast<std::int64_t>(shape[0]);
    const auto flat = reshaped(node.input_value(1), {outputs, channels_of(layer), layer.grid.cells()});
    return DenseHead{const_cast<ov::Node&>(node).output(0), transposed(flat, {2, 1, 0})};
}

// [channels * h * w, outputs] or the other way round -> [h * w, channels, outputs]
std::optional<DenseHead> flattened(const ov::Node& node, const SpatialLayer& layer) {
    const auto size = channels_of(layer) * layer.grid.cells();
    const auto& flat = node.get_output_partial_shape(0);
    if (!ov::is_type<ov::op::v1::Reshape>(&node) || flat.size() != 2 || flat[1] != size)
        return std::nullopt;
    const auto* product = ov::as_type<const ov::op::v0::MatMul>(only_reader(const_cast<ov::Node&>(node).output(0)));
    if (product == nullptr || product->get_transpose_a() || !are_plain_weights(product->input_value(1)) ||
        product->get_input_partial_shape(1).size() != 2)
        return std::nullopt;
    const auto weights = product->input_value(1);
    const auto cells = layer.grid.cells();
    const auto apart = product->get_transpose_b()
                           ? transposed(reshaped(weights, {-1, channels_of(layer), cells}), {2, 1, 0})
                           : transposed(reshaped(weights, {channels_of(layer), cells, -1}), {1, 0, 2});
    return DenseHead{const_cast<ov::op::v0::MatMul*>(product)->output(0), apart};
}

}  // namespace

std::optional<DenseHead> find_dense_head(const AxisTrace& trace, const SpatialLayer& layer) {
    const auto& grid = layer.grid;
    const auto& shape = layer.value.get_partial_shape();
    if (shape.size() != 4 || shape[1].is_dynamic() || batch_axis(trace.at(layer.value)) != 0 || grid.height_axis != 2 ||
        grid.width_axis != 3)
        return std::nullopt;
    const auto* reader = only_reader(layer.value);
    if (reader == nullptr)
        return std::nullopt;
    const auto head = convolved(*reader, layer);
    return head ? head : flattened(*reader, layer);
}

Value dense_cells(const SpatialLayer& layer, const DenseHead& head) {
    const auto cells = transposed(reshaped(layer.value, {-1, channels_of(layer), layer.grid.cells()}), {2, 0, 1});
    const auto responses = matmul(cells, head.weights);  // [h * w, batch, outputs]
    const auto& shape = head.response.get_partial_shape();
    Integers sizes(shape.size(), 1);
    sizes[0] = -1;
    sizes[1] = shape[1].get_length();
    return reshaped(transposed(responses, {1, 0, 2}), sizes);
}

}  // namespace vinoscope
