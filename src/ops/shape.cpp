// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// The same elements in another shape, or with the axes in another order.
#include <algorithm>
#include <functional>
#include <numeric>

#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {

Values transpose_rule(const Step& step) {
    auto order = known_integers(step.node().input(1));
    Integers inverse(rank_of(step.x()));
    for (std::int64_t i = 0; i < rank_of(step.x()); ++i)
        inverse[order.empty() ? rank_of(step.x()) - 1 - i : order[i]] = i;
    return {transposed(step.g(), inverse)};
}

std::vector<Axes> transpose_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    auto order = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !order)
        return {unknown_axes(node.get_output_shape(0))};
    Axes axes;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i)
        axes.push_back((*inputs[0])[order->empty() ? inputs[0]->size() - 1 - i : (*order)[i]]);
    return {axes};
}

std::vector<Axes> reshape_rule_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto& shape = node.get_output_shape(0);
    if (inputs[0] == nullptr)
        return {unknown_axes(shape)};
    return {reshape_axes(*inputs[0], std::vector<std::int64_t>(shape.begin(), shape.end()))};
}

std::vector<Axes> unsqueeze_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    auto added = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !added)
        return reshape_rule_axes(node, inputs);
    const auto rank = node.get_output_shape(0).size();
    std::ranges::transform(*added, added->begin(), [&](std::int64_t axis) { return positive_axis(axis, rank); });
    std::ranges::sort(*added);
    auto axes = *inputs[0];
    for (const auto axis : *added)
        axes.insert(axes.begin() + axis, new_axis(Origin::other, 1));
    return {axes};
}

std::vector<Axes> squeeze_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto removed = node.get_input_size() > 1 ? constant_integers(node.input_value(1)) : std::nullopt;
    if (inputs[0] == nullptr || !removed)
        return reshape_rule_axes(node, inputs);
    return {without(*inputs[0], *removed)};
}

std::optional<Value> transpose_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto order = constant_integers(value.get_node()->input_value(1));
    if (!order || order->empty())
        return std::nullopt;
    return copied_with(value, 0, reduce(value.get_node()->input_value(0), reduction.along((*order)[reduction.axis])));
}

// How many elements the axes before `axis` have for one image; nothing when their sizes are open, but for the first.
std::optional<std::int64_t> elements_before(const ov::PartialShape& shape, std::int64_t axis) {
    std::int64_t count = 1;
    for (std::int64_t i = 0; i < axis; ++i) {
        if (shape[i].is_dynamic() && i > 0)
            return std::nullopt;
        count *= shape[i].is_dynamic() ? 1 : shape[i].get_length();
    }
    return count;
}

// The axis of `from` that is the same digit of the row-major index as `axis` of `to`.
std::optional<std::int64_t> same_digit(const ov::PartialShape& from, const ov::PartialShape& to, std::int64_t axis) {
    const auto before = elements_before(to, axis);
    if (!before || from[0].is_dynamic() != to[0].is_dynamic())
        return std::nullopt;
    for (std::size_t i = 0; i < from.size(); ++i)
        if (from[i].is_static() && from[i] == to[axis] && elements_before(from, static_cast<std::int64_t>(i)) == before)
            return i;
    return std::nullopt;
}

std::optional<Value> reshape_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto input = value.get_node()->input_value(0);
    const auto axis = same_digit(input.get_partial_shape(), value.get_partial_shape(), reduction.axis);
    Integers target;
    for (const auto& size : value.get_partial_shape())
        target.push_back(size.is_dynamic() ? -1 : size.get_length());
    target[reduction.axis] = reduction.size();
    if (!axis || std::ranges::count(target, -1) > 1)
        return std::nullopt;
    return reshaped(reduce(input, reduction.along(*axis)), target);
}

// Squeeze or Unsqueeze: they say which axes of size 1 they mean, and must not take one that was reduced to 1.
std::optional<Value> squeeze_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    const auto input = node.input_value(0);
    const auto axis = same_digit(input.get_partial_shape(), value.get_partial_shape(), reduction.axis);
    if (!axis || node.get_input_size() < 2)
        return std::nullopt;
    return copied_with(value, 0, reduce(input, reduction.along(*axis)));
}

std::int64_t length(const Value& value, std::int64_t axis) {
    return static_cast<std::int64_t>(value.get_shape()[axis]);
}

std::int64_t stride_of(const ov::Shape& shape, std::int64_t axis) {
    return static_cast<std::int64_t>(
        std::accumulate(shape.begin() + axis + 1, shape.end(), std::size_t{1}, std::multiplies<>()));
}

// The digit has the same distance between classes in memory on both sides. A single class may stand on several axes of
// one: on the last of them, since the first is the batch.
std::vector<ClassTensor> reshape_classes(const ov::Node& node, std::size_t, const ClassAxisLayout& classes) {
    const auto& value = node.input_value(0);
    const auto stride = classes.stride * stride_of(node.get_output_shape(0), classes.axis);
    std::vector<ClassTensor> found;
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(value.get_shape().size()); ++axis) {
        const auto unit = stride_of(value.get_shape(), axis);
        if (unit == 0 || stride < unit || stride % unit != 0 ||
            length(value, axis) % (stride / unit * classes.size) != 0)
            continue;
        auto before = classes;
        before.axis = axis;
        before.stride = stride / unit;
        if (found.empty() || before.stride == found.front().classes.stride)
            found = {{value, before}};
    }
    return found;
}

std::vector<ClassTensor> transpose_classes(const ov::Node& node, std::size_t, const ClassAxisLayout& classes) {
    const auto order = constant_integers(node.input_value(1));
    if (!order)
        return {};
    auto before = classes;
    before.axis = order->empty() ? static_cast<std::int64_t>(node.get_output_shape(0).size()) - 1 - classes.axis
                                 : (*order)[classes.axis];
    return {{node.input_value(0), before}};
}

// Equal sizes, where at most one is open: as many elements then make it the same, too.
bool is_same_shape(const ov::PartialShape& a, const ov::PartialShape& b) {
    return a.rank().is_static() && a == b &&
           std::ranges::count_if(a, [](const auto& size) { return size.is_dynamic(); }) <= 1;
}

// Changes of shape that keep the elements in their order.
bool is_reshape(const ov::Node& node) {
    return ov::is_type<v1::Reshape>(&node) || ov::is_type<v0::Squeeze>(&node) ||
           ov::is_type<ov::op::v15::Squeeze>(&node) || ov::is_type<v0::Unsqueeze>(&node);
}

// The axes of size 1 that a Squeeze takes away or an Unsqueeze adds, as they count in the larger tensor.
std::optional<Integers> axes_of_one(const ov::Node& node) {
    const auto in = node.get_input_partial_shape(0).rank();
    const auto out = node.get_output_partial_shape(0).rank();
    if (node.get_input_size() < 2 || in.is_dynamic() || out.is_dynamic() || ov::is_type<v1::Reshape>(&node))
        return std::nullopt;
    return axes_at(node, 1, static_cast<std::size_t>(std::max(in.get_length(), out.get_length())));
}

bool undoes(const ov::Node& node, const ov::Node& before) {
    const bool opposite = ov::is_type<v0::Unsqueeze>(&node) != ov::is_type<v0::Unsqueeze>(&before);
    const auto axes = axes_of_one(node);
    return opposite && axes && axes == axes_of_one(before) &&
           node.get_output_partial_shape(0) == before.get_input_partial_shape(0);
}

// Alone, or at the end of several in a row.
std::optional<Value> reshape_identity(const ov::Node& node) {
    const auto* first = &node;
    while (true) {
        if (is_same_shape(first->get_input_partial_shape(0), node.get_output_partial_shape(0)))
            return first->input_value(0);
        const auto* before = first->get_input_node_ptr(0);
        if (!is_reshape(*before))
            return std::nullopt;
        if (first == &node && undoes(node, *before))
            return before->input_value(0);
        first = before;
    }
}

std::optional<Integers> order_of(const ov::Node& node) {
    auto order = constant_integers(node.input_value(1));
    const auto rank = node.get_input_partial_shape(0).rank();
    if (!order || rank.is_dynamic())
        return std::nullopt;
    if (order->empty()) {
        order->resize(static_cast<std::size_t>(rank.get_length()));
        std::iota(order->rbegin(), order->rend(), 0);
    }
    return order;
}

// Whether only axes of size 1 change their place.
bool keeps_elements(const Integers& order, const ov::PartialShape& shape) {
    std::int64_t last = -1;
    for (const auto axis : order) {
        if (shape[static_cast<std::size_t>(axis)] == 1)
            continue;
        if (axis < last)
            return false;
        last = axis;
    }
    return true;
}

// Alone, or at the end of several in a row.
std::optional<Value> transpose_identity(const ov::Node& node) {
    auto order = order_of(node);
    const auto* first = &node;
    while (order) {
        const auto& shape = first->get_input_partial_shape(0);
        if (shape == node.get_output_partial_shape(0) && keeps_elements(*order, shape))
            return first->input_value(0);
        first = first->get_input_node_ptr(0);
        const auto before = ov::is_type<v1::Transpose>(first) ? order_of(*first) : std::nullopt;
        if (!before)
            return std::nullopt;
        for (auto& axis : *order)
            axis = (*before)[static_cast<std::size_t>(axis)];
    }
    return std::nullopt;
}

}  // namespace

Operations shape() {
    const auto known = [](AxisRule axes, ReductionRule reduced) {
        return Operation{.kind = Kind::rearrangement,
                         .axes = axes,
                         .reduced = reduced,
                         .classes = reshape_classes,
                         .identity = reshape_identity,
                         .gradient = Gradient{reshaped_gradient}};
    };
    return {
        row<v1::Reshape>(known(reshape_rule_axes, reshape_reduced)),
        row<v0::Squeeze, v15::Squeeze>(known(squeeze_axes, squeeze_reduced)),
        row<v0::Unsqueeze>(known(unsqueeze_axes, squeeze_reduced)),
        row<v1::Transpose>({.kind = Kind::rearrangement,
                            .axes = transpose_axes,
                            .reduced = transpose_reduced,
                            .classes = transpose_classes,
                            .identity = transpose_identity,
                            .gradient = Gradient{transpose_rule}}),
    };
}

}  // namespace vinoscope::ops
