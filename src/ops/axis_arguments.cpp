// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axis_arguments.hpp"

#include <algorithm>
#include <openvino/op/slice.hpp>
#include <openvino/op/softmax.hpp>
#include <openvino/op/strided_slice.hpp>

#include "ops/axes.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {

std::optional<Integers> reduction_axes(const ov::Node& node, std::size_t rank) {
    if (const auto* softmax = ov::as_type<const ov::op::v8::Softmax>(&node))
        return Integers{positive_axis(softmax->get_axis(), rank)};
    if (const auto* softmax = ov::as_type<const ov::op::v1::Softmax>(&node))
        return Integers{static_cast<std::int64_t>(softmax->get_axis())};
    auto axes = constant_integers(node.input_value(1));
    if (axes)
        std::ranges::transform(*axes, axes->begin(), [&](auto axis) { return positive_axis(axis, rank); });
    return axes;
}

bool is_slice(const ov::Node& node) {
    return ov::is_type<ov::op::v8::Slice>(&node) || ov::is_type<ov::op::v1::StridedSlice>(&node);
}

std::optional<std::int64_t> first_index(const ov::Node& node, std::int64_t axis) {
    const auto starts = is_slice(node) ? constant_integers(node.input_value(1)) : std::nullopt;
    if (!starts)
        return std::nullopt;
    if (const auto* strided = ov::as_type<const ov::op::v1::StridedSlice>(&node)) {
        const auto& masked = strided->get_begin_mask();
        const auto i = static_cast<std::size_t>(axis);
        const bool from_start = i >= starts->size() || (i < masked.size() && masked[i] == 1);
        return from_start ? 0 : (*starts)[i];
    }
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : std::nullopt;
    for (std::size_t i = 0; i < starts->size(); ++i)
        if ((axes ? (*axes)[i] : static_cast<std::int64_t>(i)) == axis)
            return (*starts)[i];
    return std::nullopt;
}

}  // namespace vinoscope
