// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "ops/families.hpp"
#include "ops/shared_weights.hpp"

namespace vinoscope::ops {
namespace {

// How far the windows reach beyond the end of the input, per axis, and how much of the input they do not reach.
struct Ends {
    ov::CoordinateDiff pads;
    ov::CoordinateDiff rests;
};

template <typename Convolution>
Ends ends_of(const Convolution& node, const Value& x, const Value& y, const Value& weights) {
    Ends ends;
    for (std::size_t i = 0; i < node.get_strides().size(); ++i) {
        const auto axis = static_cast<std::int64_t>(i) + 2;
        const auto kernel = size_of(weights, rank_of(weights) - rank_of(x) + axis);
        const auto window = static_cast<std::int64_t>(node.get_dilations()[i]) * (kernel - 1) + 1;
        const auto reached = (size_of(y, axis) - 1) * static_cast<std::int64_t>(node.get_strides()[i]) + window -
                             node.get_pads_begin()[i];
        ends.pads.push_back(std::max<std::int64_t>(0, reached - size_of(x, axis)));
        ends.rests.push_back(std::max<std::int64_t>(0, size_of(x, axis) - reached));
    }
    return ends;
}

template <typename Product>
Value product_of(const Step& step, const Product& make) {
    const std::size_t groups = rank_of(step.x(1)) - rank_of(step.x(0));
    return product_with_shared_weights(step.g(), step.x(1), groups, groups + 1, make);
}

// The pads are written out: with an output shape instead, a transposed convolution would split them evenly.
template <typename Convolution, typename Transposed>
Values forward_rule(const Step& step) {
    const auto& node = step.as<Convolution>();
    const auto ends = ends_of(node, step.x(0), step.y(), step.x(1));
    return {product_of(step, [&](const Value& g, const Value& weights) -> Value {
        return std::make_shared<Transposed>(g,
                                            weights,
                                            node.get_strides(),
                                            node.get_pads_begin(),
                                            ends.pads,
                                            node.get_dilations(),
                                            ov::op::PadType::EXPLICIT,
                                            ends.rests);
    })};
}

template <typename Transposed, typename Convolution>
Values transposed_rule(const Step& step) {
    const auto& node = step.as<Transposed>();
    const auto ends = ends_of(node, step.y(), step.x(0), step.x(1));
    return {product_of(step, [&](const Value& g, const Value& weights) -> Value {
        return std::make_shared<Convolution>(g,
                                             weights,
                                             node.get_strides(),
                                             node.get_pads_begin(),
                                             ends.pads,
                                             node.get_dilations(),
                                             ov::op::PadType::EXPLICIT);
    })};
}

bool counts_cells(const Axis& axis) {
    return counts(axis, Origin::height) || counts(axis, Origin::width);
}

// [N,C,h,w] -> [N,C',h',w']: by definition the axes from 2 on are places, whatever came before, unless the places of
// the picture are elsewhere (a network within each patch).
std::vector<Axes> convolution_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    if (inputs[0] == nullptr)
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = resampled_axes(node, inputs).front();
    axes[1] = new_axis(Origin::other, size_of(axes[1]));
    if (axes.size() == 4 && std::ranges::none_of(axes, counts_cells)) {
        axes[2] = new_axis(Origin::height, size_of(axes[2]));
        axes[3] = new_axis(Origin::width, size_of(axes[3]));
    }
    return {axes};
}

// Windows put back to where they were cut out, [N,C*kh*kw,windows] -> [N,C,h,w].
std::vector<Axes> col2im_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    auto axes = unknown_axes(node.get_output_shape(0));
    const auto rank = axes.size();
    if (inputs[0] != nullptr && rank == 4)
        axes[0] = inputs[0]->front();
    axes[rank - 2] = new_axis(Origin::height, size_of(axes[rank - 2]));
    axes[rank - 1] = new_axis(Origin::width, size_of(axes[rank - 1]));
    return {axes};
}

// [..., size, ...] -> [..., kernel * windows, ...] along an axis: element i of each window, then element i + 1.
Value windows_along(const Value& x,
                    std::int64_t axis,
                    std::int64_t kernel,
                    std::int64_t windows,
                    std::int64_t stride,
                    std::int64_t dilation) {
    Integers indices;
    for (std::int64_t i = 0; i < kernel; ++i)
        for (std::int64_t window = 0; window < windows; ++window)
            indices.push_back(i * dilation + window * stride);
    return vinoscope::gather(x, axis, integers(indices));
}

// Windows [batch, channels * kernel height * kernel width, windows] are added up in an image: what arrives at the image
// is cut into the same windows.
Values col2im_rule(const Step& step) {
    const auto& node = step.as<v15::Col2Im>();
    const auto kernel = known_integers(step.node().input(2));
    auto image = rank_of(step.y()) == 3 ? unsqueeze(step.g(), {0}) : step.g();  // without a batch
    const auto channels = size_of(image, 1);
    Integers windows;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto axis = static_cast<std::int64_t>(i) + 2;
        const auto before = static_cast<std::int64_t>(node.get_pads_begin()[i]);
        const auto behind = static_cast<std::int64_t>(node.get_pads_end()[i]);
        const auto stride = static_cast<std::int64_t>(node.get_strides()[i]);
        const auto dilation = static_cast<std::int64_t>(node.get_dilations()[i]);
        const auto room = size_of(image, axis) + before + behind - dilation * (kernel[i] - 1) - 1;
        windows.push_back(room / stride + 1);
        image = windows_along(pad(image, axis, before, behind), axis, kernel[i], windows[i], stride, dilation);
    }
    const auto parted = reshaped(image, {-1, channels, kernel[0], windows[0], kernel[1], windows[1]});
    return {reshape_like(transposed(parted, {0, 1, 2, 4, 3, 5}), step.x())};
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

template <std::size_t axes_of_results>
std::int64_t kernel_work(const ov::Node& node, const AxesOfInputs&) {
    return kernel_size(node, axes_of_results);
}

}  // namespace

Operations convolution() {
    return {
        row<v1::Convolution>({.kind = Kind::convolution,
                              .axes = convolution_axes,
                              .multiplications = kernel_work<1>,
                              .gradient = Gradient{forward_rule<v1::Convolution, v1::ConvolutionBackpropData>}}),
        row<v1::GroupConvolution>(
            {.kind = Kind::convolution,
             .axes = convolution_axes,
             .multiplications = kernel_work<2>,
             .gradient = Gradient{forward_rule<v1::GroupConvolution, v1::GroupConvolutionBackpropData>}}),
        row<v1::ConvolutionBackpropData>(
            {.axes = convolution_axes,
             .gradient = Gradient{transposed_rule<v1::ConvolutionBackpropData, v1::Convolution>}}),
        row<v1::GroupConvolutionBackpropData>(
            {.axes = convolution_axes,
             .gradient = Gradient{transposed_rule<v1::GroupConvolutionBackpropData, v1::GroupConvolution>}}),
        row<v15::Col2Im>({.axes = col2im_axes, .gradient = Gradient{col2im_rule}}),
    };
}

}  // namespace vinoscope::ops
