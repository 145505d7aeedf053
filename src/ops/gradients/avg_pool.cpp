// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <openvino/op/avg_pool.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/util/avg_pool_base.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"

namespace vinoscope {
namespace {

using Pool = ov::op::util::AvgPoolBase;

// [1,1,...]: 1 / (how many elements a window divides its sum by). The operation itself says so, by what it makes of
// ones; how many of them it sees at the borders is counted.
Value shares(const Step& step, const ov::CoordinateDiff& pads_end, const ov::Shape& kernel) {
    ov::Shape shape = {1, 1};
    for (std::int64_t axis = 2; axis < rank_of(step.x()); ++axis)
        shape.push_back(size_of(step.x(), axis));
    const auto& node = step.as<Pool>();
    const auto ones = ov::op::v0::Constant::create(step.x().get_element_type(), shape, {1});
    const ov::CoordinateDiff pads_begin(node.get_pads_begin().begin(), node.get_pads_begin().end());
    const Value seen = std::make_shared<ov::op::v1::Convolution>(
        ones,
        ov::op::v0::Constant::create(step.x().get_element_type(), kernel, {1}),
        node.get_strides(),
        pads_begin,
        pads_end,
        ov::Strides(kernel.size() - 2, 1));
    return node.clone_with_new_inputs({ones})->output(0) / seen;
}

}  // namespace

// Each element of a window gets the same share: a transposed convolution of each channel with ones.
Values avg_pool_rule(const Step& step) {
    const auto& node = step.as<Pool>();
    ov::CoordinateDiff pads_end;
    ov::CoordinateDiff rests;
    for (std::size_t i = 0; i < node.get_kernel().size(); ++i) {
        const auto axis = static_cast<std::int64_t>(i) + 2;
        const auto reached =
            (size_of(step.y(), axis) - 1) * node.get_strides()[i] + node.get_kernel()[i] - node.get_pads_begin()[i];
        const auto rest = size_of(step.x(), axis) - static_cast<std::int64_t>(reached);
        pads_end.push_back(std::max<std::int64_t>(0, -rest));
        rests.push_back(std::max<std::int64_t>(0, rest));
    }
    ov::Shape kernel = {1, 1};
    kernel.insert(kernel.end(), node.get_kernel().begin(), node.get_kernel().end());
    ov::Shape kernels = kernel;
    kernels.insert(kernels.begin(), size_of(step.x(), 1));
    return {std::make_shared<ov::op::v1::GroupConvolutionBackpropData>(
        step.g() * shares(step, pads_end, kernel),
        ov::op::v0::Constant::create(step.x().get_element_type(), kernels, {1}),
        node.get_strides(),
        ov::CoordinateDiff(node.get_pads_begin().begin(), node.get_pads_begin().end()),
        pads_end,
        ov::Strides(node.get_kernel().size(), 1),
        ov::op::PadType::EXPLICIT,
        rests)};
}

}  // namespace vinoscope
