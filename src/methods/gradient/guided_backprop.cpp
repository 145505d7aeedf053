// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <openvino/op/clamp.hpp>
#include <openvino/op/maximum.hpp>
#include <openvino/op/relu.hpp>

#include "graph/constant_value.hpp"
#include "methods/gradient/layer_gradient.hpp"
#include "methods/methods.hpp"

namespace vinoscope {
namespace {

bool is_zero(const Value& value) {
    const auto numbers = constant_numbers(value);
    return numbers && std::ranges::all_of(*numbers, [](double number) { return number == 0; });
}

// ReLU and ReLU6, in all the ways in which graphs write them.
bool is_rectifier(const ov::Node& node) {
    if (const auto* clamp = ov::as_type<const ov::op::v0::Clamp>(&node))
        return clamp->get_min() == 0;
    if (ov::is_type<ov::op::v1::Maximum>(&node))
        return is_zero(node.input_value(0)) || is_zero(node.input_value(1));
    return ov::is_type<ov::op::v0::Relu>(&node);
}

}  // namespace

// Springenberg et al., "Striving for Simplicity", arXiv:1412.6806, section 3.4: a rectifier passes on positive
// gradients only. S = max over channels of |what arrives at the input|.
WhiteBoxMap guided_backprop(const WhiteBox& box) {
    std::size_t rectifiers = 0;
    const auto at = input_gradient(box, [&](const ov::Node& node, const Value& gradient) {
        if (!is_rectifier(node))
            return gradient;
        ++rectifiers;
        return relu(gradient);
    });
    return map_at(at.layer,
                  maximum(abs(at.gradient), over_channels),
                  rectifiers == 0 ? "no rectifiers, so that it is the same as saliency"
                                  : fmt::format("positive gradients through {} rectifiers", rectifiers));
}

}  // namespace vinoscope
