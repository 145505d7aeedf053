// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Resizing is linear along each axis. The operation itself says how, with all its modes: what it makes of the rows of
// the identity are the rows of its matrix, which the plug-in computes when it compiles the model.
#include <fmt/format.h>
#include <algorithm>

#include "ops/families.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::ops {
namespace {

bool has_pads(const ov::op::util::InterpolateBase& node) {
    const auto some = [](const auto& pads) { return std::ranges::any_of(pads, [](auto pad) { return pad != 0; }); };
    return some(node.get_attrs().pads_begin) || some(node.get_attrs().pads_end);
}

bool given_by_scales(const ov::op::util::InterpolateBase& node) {
    return node.get_attrs().shape_calculation_mode == ov::op::util::InterpolateBase::ShapeCalcMode::SCALES;
}

// The scale for the i-th of the axes, and 1 for the other side of the column.
Value column_scales(const ov::Node& node, std::size_t input, std::int64_t i) {
    const auto scales = node.input_value(input);
    const auto one = vinoscope::gather(scales, 0, integers({i}));
    return concat({one, reshaped(scalar(scales.get_element_type(), 1), {1})}, 0);
}

// What the operation makes of columns, when it resizes them along the i-th of its axes to `size`.
Value resized(const ov::Node& node, const Value& columns, std::int64_t i, std::int64_t size) {
    const auto axes = integers({2, 3});
    const auto sizes = integers({size, 1});
    if (const auto* v11 = ov::as_type<const ov::op::v11::Interpolate>(&node)) {
        const auto target = given_by_scales(*v11) ? column_scales(node, 1, i) : sizes;
        return std::make_shared<ov::op::v11::Interpolate>(columns, target, axes, v11->get_attrs());
    }
    if (const auto* v4 = ov::as_type<const ov::op::v4::Interpolate>(&node))
        return std::make_shared<ov::op::v4::Interpolate>(
            columns, sizes, column_scales(node, 2, i), axes, v4->get_attrs());
    auto attributes = dynamic_cast<const ov::op::v0::Interpolate&>(node).get_attrs();
    attributes.axes = {2, 3};
    return std::make_shared<ov::op::v0::Interpolate>(columns, sizes, attributes);
}

Integers resized_axes(const Step& step) {
    const auto& node = step.node();
    if (const auto* v0 = ov::as_type<const ov::op::v0::Interpolate>(&node))
        return {v0->get_attrs().axes.begin(), v0->get_attrs().axes.end()};
    const std::size_t input = ov::is_type<ov::op::v11::Interpolate>(&node) ? 2 : 3;
    if (node.get_input_size() > input)
        return known_integers(node.input(input));
    Integers all(rank_of(step.x()));
    for (std::int64_t i = 0; i < rank_of(step.x()); ++i)
        all[i] = i;
    return all;
}

Values interpolate_rule(const Step& step) {
    const auto* base = dynamic_cast<const ov::op::util::InterpolateBase*>(&step.node());
    if (base != nullptr && has_pads(*base))
        throw Error(
            ErrorKind::unsupported,
            fmt::format("no gradient is known for Interpolate \"{}\" with pads", step.node().get_friendly_name()));
    const bool by_scales = base != nullptr && given_by_scales(*base);
    const auto axes = resized_axes(step);
    auto g = step.g();
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto axis = positive_axis(axes[i], rank_of(g));
        if (!by_scales && step.x().get_partial_shape()[axis] == step.y().get_partial_shape()[axis])
            continue;
        const auto from = size_of(step.x(), axis);
        const auto to = size_of(step.y(), axis);
        const auto columns = resized(step.node(), identity_columns(g, from), static_cast<std::int64_t>(i), to);
        g = resized_back(g, axis, columns, from, to);
    }
    return {g};
}

// Rounding up half a pixel may move it, so that only the centres of pixels will do.
bool samples_centres(const ov::op::util::InterpolateBase& node) {
    using Base = ov::op::util::InterpolateBase;
    const auto& attributes = node.get_attrs();
    return attributes.coordinate_transformation_mode != Base::CoordinateTransformMode::TF_HALF_PIXEL_FOR_NN &&
           all_are(attributes.pads_begin, 0) && all_are(attributes.pads_end, 0);
}

std::optional<Value> interpolate_identity(const ov::Node& node) {
    const auto& shape = node.get_input_partial_shape(0);
    if (const auto* old = ov::as_type<const v0::Interpolate>(&node))
        return input_if(
            shape.is_static() && all_are(old->get_attrs().pads_begin, 0) && all_are(old->get_attrs().pads_end, 0),
            node);
    const auto* base = dynamic_cast<const ov::op::util::InterpolateBase*>(&node);
    if (base == nullptr || !samples_centres(*base))
        return std::nullopt;
    const bool by_scales =
        base->get_attrs().shape_calculation_mode == ov::op::util::InterpolateBase::ShapeCalcMode::SCALES;
    if (by_scales)
        return input_if(is_all(node, ov::is_type<v4::Interpolate>(&node) ? 2 : 1, 1), node);
    const std::size_t input = ov::is_type<v4::Interpolate>(&node) ? 3 : 2;
    const auto axes =
        node.get_input_size() > input && shape.rank().is_static() ? axes_at(node, input, shape.size()) : std::nullopt;
    return input_if(
        shape.is_static() ||
            (axes &&
             std::ranges::all_of(*axes, [&](auto axis) { return shape[static_cast<std::size_t>(axis)].is_static(); })),
        node);
}

}  // namespace

Operations resize() {
    return {row<v0::Interpolate, v4::Interpolate, v11::Interpolate>({.axes = resampled_axes,
                                                                     .identity = interpolate_identity,
                                                                     .range = ranges::resized,
                                                                     .gradient = Gradient{interpolate_rule}})};
}

}  // namespace vinoscope::ops
