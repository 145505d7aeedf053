// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <openvino/op/convolution.hpp>
#include <openvino/op/group_conv.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"
#include "ops/shared_weights.hpp"

namespace vinoscope {
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
Value product(const Step& step, const Product& make) {
    const std::size_t groups = rank_of(step.x(1)) - rank_of(step.x(0));
    return product_with_shared_weights(step.g(), step.x(1), groups, groups + 1, make);
}

// The pads are written out: with an output shape instead, a transposed convolution would split them evenly.
template <typename Convolution, typename Transposed>
Values forward_rule(const Step& step) {
    const auto& node = step.as<Convolution>();
    const auto ends = ends_of(node, step.x(0), step.y(), step.x(1));
    return {product(step, [&](const Value& g, const Value& weights) -> Value {
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
    return {product(step, [&](const Value& g, const Value& weights) -> Value {
        return std::make_shared<Convolution>(g,
                                             weights,
                                             node.get_strides(),
                                             node.get_pads_begin(),
                                             ends.pads,
                                             node.get_dilations(),
                                             ov::op::PadType::EXPLICIT);
    })};
}

}  // namespace

Values convolution_rule(const Step& step) {
    return forward_rule<ov::op::v1::Convolution, ov::op::v1::ConvolutionBackpropData>(step);
}

Values transposed_convolution_rule(const Step& step) {
    return transposed_rule<ov::op::v1::ConvolutionBackpropData, ov::op::v1::Convolution>(step);
}

Values group_convolution_rule(const Step& step) {
    return forward_rule<ov::op::v1::GroupConvolution, ov::op::v1::GroupConvolutionBackpropData>(step);
}

Values transposed_group_convolution_rule(const Step& step) {
    return transposed_rule<ov::op::v1::GroupConvolutionBackpropData, ov::op::v1::GroupConvolution>(step);
}

}  // namespace vinoscope
