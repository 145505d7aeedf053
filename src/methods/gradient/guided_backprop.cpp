// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <openvino/op/clamp.hpp>
#include <openvino/op/relu.hpp>

#include "methods/gradient/layer_gradient.hpp"
#include "methods/method.hpp"
#include "ops/operations.hpp"

namespace vinoscope {
namespace {

// ReLU and ReLU6; other ways to write them are gone when gradients arrive.
bool is_rectifier(const ov::Node& node) {
    const auto* clamp = ov::as_type<const ov::op::v0::Clamp>(&node);
    return clamp == nullptr || clamp->get_min() == 0;
}

// Springenberg et al., "Striving for Simplicity", arXiv:1412.6806, section 3.4: a rectifier passes on positive
// gradients only. S = max over channels of |what arrives at the input|.
WhiteBoxMap map_of(const WhiteBox& box) {
    std::size_t rectifiers = 0;
    const auto positive_part = [&](const Step& step) {
        const auto& derivative = operation_of(step.node()).gradient->rule;
        if (!is_rectifier(step.node()))
            return derivative(step);
        ++rectifiers;
        return derivative(step.with_gradients(relu));
    };
    const auto guided = GradientRules().with<ov::op::v0::Relu>(positive_part).with<ov::op::v0::Clamp>(positive_part);
    const auto at = input_gradient(box, guided);
    return map_at(at.layer,
                  maximum(abs(at.gradient), over_channels),
                  rectifiers == 0 ? "no ReLU, so that the map equals that of saliency"
                                  : fmt::format("positive gradients through {} ReLUs", rectifiers));
}

}  // namespace

Method guided_backprop() {
    return {.info = {.name = "guided-backprop",
                     .title = "Guided Backpropagation",
                     .summary = "gradients that are positive in every ReLU: sharp, but nearly the same for all classes",
                     .source = "arXiv:1412.6806"},
            .needs = {.gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of,
            .of_pixels = true};
}

}  // namespace vinoscope
