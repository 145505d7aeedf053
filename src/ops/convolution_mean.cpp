// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/convolution_mean.hpp"

#include <openvino/op/add.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convolution.hpp>

#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

// Along one axis, how input place i, tap t of the kernel and output place o belong together.
struct Taps {
    std::int64_t inputs = 0;
    std::int64_t outputs = 0;
    std::int64_t kernel = 0;
    std::int64_t stride = 1;
    std::int64_t pad = 0;
    std::int64_t dilation = 1;
    bool transposed = false;  // o = i * stride + t * dilation - pad, otherwise with i and o exchanged

    bool reach(std::int64_t input, std::int64_t tap) const {
        if (transposed) {
            const auto output = input * stride + tap * dilation - pad;
            return output >= 0 && output < outputs;
        }
        const auto start = input + pad - tap * dilation;
        return start >= 0 && start % stride == 0 && start / stride < outputs;
    }
};

struct Kernel {
    Value weights;  // [K,C,kh,kw]
    Taps rows;
    Taps columns;
};

bool is_single_cell(const ov::Shape& weights) {
    return weights[2] == 1 && weights[3] == 1;
}

template <typename Convolution>
std::optional<Kernel> kernel_of(const ov::Node& node, bool transposed) {
    const auto* convolution = ov::as_type<const Convolution>(&node);
    if (convolution == nullptr || node.get_input_partial_shape(1).is_dynamic() || node.get_input_shape(1).size() != 4 ||
        is_single_cell(node.get_input_shape(1)))
        return std::nullopt;
    const auto& from = node.get_input_partial_shape(0);
    const auto& to = node.get_output_partial_shape(0);
    const auto taps = [&](std::size_t i) {
        return Taps{.inputs = from[i + 2].get_length(),
                    .outputs = to[i + 2].get_length(),
                    .kernel = static_cast<std::int64_t>(node.get_input_shape(1)[i + 2]),
                    .stride = static_cast<std::int64_t>(convolution->get_strides()[i]),
                    .pad = static_cast<std::int64_t>(convolution->get_pads_begin()[i]),
                    .dilation = static_cast<std::int64_t>(convolution->get_dilations()[i]),
                    .transposed = transposed};
    };
    const auto is_open = [](const ov::PartialShape& shape) { return shape[2].is_dynamic() || shape[3].is_dynamic(); };
    if (is_open(from) || is_open(to))
        return std::nullopt;
    const auto weights = node.input_value(1);
    return Kernel{transposed ? vinoscope::transposed(weights, {1, 0, 2, 3}) : weights, taps(0), taps(1)};
}

std::optional<Kernel> find_kernel(const ov::Node& node) {
    if (auto kernel = kernel_of<ov::op::v1::Convolution>(node, false))
        return kernel;
    const bool plain = node.get_input_size() == 2;  // no output shape, which moves the pads
    return plain ? kernel_of<ov::op::v1::ConvolutionBackpropData>(node, true) : std::nullopt;
}

// 1 where an output place reads an input place by a tap: [1,taps,1,h,w].
Value reached(const Taps& rows, const Taps& columns, const ov::element::Type& type) {
    std::vector<float> values;
    for (std::int64_t row_tap = 0; row_tap < rows.kernel; ++row_tap)
        for (std::int64_t column_tap = 0; column_tap < columns.kernel; ++column_tap)
            for (std::int64_t row = 0; row < rows.inputs; ++row)
                for (std::int64_t column = 0; column < columns.inputs; ++column)
                    values.push_back(rows.reach(row, row_tap) && columns.reach(column, column_tap) ? 1.0F : 0.0F);
    const ov::Shape shape = {1,
                             static_cast<std::size_t>(rows.kernel * columns.kernel),
                             1,
                             static_cast<std::size_t>(rows.inputs),
                             static_cast<std::size_t>(columns.inputs)};
    return ov::op::v0::Constant::create(type, shape, values);
}

// The mean over the outputs that the bias is left out of: each tap is a 1x1 convolution of what it reaches.
Value mean_of(const Value& input, const Kernel& kernel) {
    const auto& [weights, rows, columns] = kernel;
    const auto& shape = weights.get_shape();
    const auto classes = static_cast<std::int64_t>(shape[0]);
    const auto channels = static_cast<std::int64_t>(shape[1]);
    const auto taps = rows.kernel * columns.kernel;
    const auto by_tap = reshaped(transposed(weights, {2, 3, 0, 1}), {taps * classes, channels, 1, 1});
    const auto products = std::make_shared<ov::op::v1::Convolution>(
        input, by_tap, ov::Strides{1, 1}, ov::CoordinateDiff{0, 0}, ov::CoordinateDiff{0, 0}, ov::Strides{1, 1});
    const auto apart = reshaped(products, {-1, taps, classes, rows.inputs, columns.inputs});
    const auto& type = input.get_element_type();
    const auto share = scalar(type, 1 / static_cast<double>(rows.outputs * columns.outputs));
    const auto shares = reached(rows, columns, type) * share;
    return sum(sum(apart * shares, {1}, false), {2, 3}, false);
}

}  // namespace

std::optional<Value> convolution_mean(const Value& map) {
    if (const auto kernel = find_kernel(*map.get_node()))
        return mean_of(map.get_node()->input_value(0), *kernel);
    const auto* bias = ov::as_type<const ov::op::v1::Add>(map.get_node());
    if (bias == nullptr || !is_constant(bias->input_value(1)) || map.get_partial_shape().rank() != 4)
        return std::nullopt;
    const auto& shape = bias->get_input_partial_shape(1);
    const bool uniform =
        shape.is_static() && (shape.size() < 2 || (shape.size() == 4 && shape[2] == 1 && shape[3] == 1));
    const auto mean = uniform ? convolution_mean(bias->input_value(0)) : std::nullopt;
    if (!mean)
        return std::nullopt;
    const auto added = shape.size() == 4 ? reshaped(bias->input_value(1), {1, -1}) : bias->input_value(1);
    return *mean + added;
}

}  // namespace vinoscope
