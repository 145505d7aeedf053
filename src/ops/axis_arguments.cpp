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
    const auto& shape = node.get_input_partial_shape(0);
    const auto starts = is_slice(node) ? constant_integers(node.input_value(1)) : std::nullopt;
    if (!starts || shape.rank().is_dynamic())
        return std::nullopt;
    auto i = static_cast<std::size_t>(axis);
    bool from_start = i >= starts->size();
    if (const auto* strided = ov::as_type<const ov::op::v1::StridedSlice>(&node)) {
        const auto& masked = strided->get_begin_mask();
        from_start = from_start || (i < masked.size() && masked[i] == 1);
    } else if (node.get_input_size() > 4) {
        const auto axes = constant_integers(node.input_value(4));
        if (!axes)
            return std::nullopt;
        const auto same = [&](auto other) { return positive_axis(other, shape.rank().get_length()) == axis; };
        i = static_cast<std::size_t>(std::ranges::find_if(*axes, same) - axes->begin());
        from_start = i >= axes->size();
    }
    if (from_start)
        return 0;
    const auto& size = shape[static_cast<std::ptrdiff_t>(axis)];
    if (size.is_dynamic())
        return (*starts)[i] >= 0 ? std::optional((*starts)[i]) : std::nullopt;
    return std::clamp<std::int64_t>(positive_axis((*starts)[i], size.get_length()), 0, size.get_length());
}

}  // namespace vinoscope
