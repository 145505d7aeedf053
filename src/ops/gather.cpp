// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {

// [..., i, j, ...] -> [..., i * j, ...]: one axis for all that the indices count.
Value one_index_axis(const Value& g, std::int64_t axis, std::int64_t index_axes) {
    Integers sizes;
    for (std::int64_t i = 0; i < rank_of(g); ++i)
        sizes.push_back(g.get_partial_shape()[i].is_static() ? g.get_partial_shape()[i].get_length() : -1);
    std::int64_t count = 1;
    for (std::int64_t i = axis; i < axis + index_axes; ++i)
        count *= size_of(g, i);
    sizes.erase(sizes.begin() + axis, sizes.begin() + axis + index_axes);
    sizes.insert(sizes.begin() + axis, count);
    return reshaped(g, sizes);
}

// [batch..., indices, size]: a row for each index, 1 where it points.
Value index_matrix(const Value& indices, std::int64_t batch_axes, std::int64_t size, const Value& like) {
    const auto positive = where(less(indices, 0), indices + static_cast<double>(size), indices);
    Integers shape(batch_axes, 0);
    shape.push_back(-1);
    const auto flat = std::make_shared<ov::op::v1::Reshape>(positive, integers(shape), true);
    return std::make_shared<ov::op::v1::OneHot>(flat, integer(size), number_like(like, 1), number_like(like, 0), -1);
}

Values gather_rule(const Step& step) {
    const auto& node = step.as<ov::op::util::GatherBase>();
    const auto axis = positive_axis(known_integers(node.input(2)).front(), rank_of(step.x()));
    const auto batch = positive_axis(node.get_batch_dims(), rank_of(step.x(1)));
    const auto size = size_of(step.x(), axis);
    const auto g = one_index_axis(step.g(), axis, rank_of(step.x(1)) - batch);
    if (auto indices = constant_integers(step.x(1)); indices && batch == 0) {
        std::ranges::transform(*indices, indices->begin(), [&](auto index) { return positive_axis(index, size); });
        return {put_back(g, axis, *indices, size)};
    }
    auto matrix = index_matrix(step.x(1), batch, size, g);
    if (batch == 0)
        return {multiply_along(g, axis, matrix)};
    if (rank_of(g) == batch + 1)
        return {reshape_like(multiply_along(unsqueeze(g, {-2}), axis + 1, matrix), step.x())};
    for (auto i = batch + 2; i < rank_of(g); ++i)
        matrix = unsqueeze(matrix, {batch});
    return {multiply_along(g, axis, matrix)};
}

struct Windows {
    std::int64_t length = 0;
    std::int64_t count = 0;
};

// Indices [length][count] of windows that follow each other at equal distances (im2col).
std::optional<Windows> windows_of(const std::optional<std::vector<std::int64_t>>& indices, const ov::Shape& shape) {
    if (!indices || shape.size() != 2 || shape[0] < 1 || shape[1] < 2)
        return std::nullopt;
    const Windows windows{static_cast<std::int64_t>(shape[0]), static_cast<std::int64_t>(shape[1])};
    const auto at = [&](std::int64_t i, std::int64_t j) { return (*indices)[i * windows.count + j]; };
    const auto distance = at(0, 1) - at(0, 0);
    for (std::int64_t i = 0; i < windows.length; ++i)
        for (std::int64_t j = 0; j < windows.count; ++j)
            if (at(i, j) != at(i, 0) + j * distance)
                return std::nullopt;
    return distance > 0 ? std::optional(windows) : std::nullopt;
}

std::vector<Axes> gather_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto axis = constant_integer(node.input_value(2));
    const auto indices = constant_integers(node.input_value(1));
    const auto& index_shape = node.get_input_shape(1);
    const auto windows = windows_of(indices, index_shape);
    if (inputs[0] == nullptr || !axis || (index_shape.size() > 1 && !windows))
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = *inputs[0];
    const auto position = positive_axis(*axis, axes.size());
    if (windows) {
        axes[position] = resized(axes[position], windows->count);
        axes.insert(axes.begin() + position, new_axis(Origin::other, windows->length));
        return {axes};
    }
    if (index_shape.empty())
        return {without(axes, {position})};
    const auto size = static_cast<std::int64_t>(index_shape[0]);
    bool contiguous = indices.has_value();
    for (std::int64_t i = 1; contiguous && i < size; ++i)
        contiguous = (*indices)[i] == (*indices)[i - 1] + 1;
    axes[position] = contiguous ? sliced(axes[position], positive_axis(indices->front(), size_of(axes[position])), size)
                                : new_axis(Origin::other, size);
    return {axes};
}

// One index along another axis.
std::optional<Value> gather_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    const auto axis = constant_integer(node.input_value(2));
    if (!axis || rank_of(node.input_value(1)) != 0)
        return std::nullopt;
    const auto picked = positive_axis(*axis, rank_of(node.input_value(0)));
    const auto own = reduction.axis + (reduction.axis >= picked ? 1 : 0);
    return copied_with(value, 0, reduce(node.input_value(0), reduction.along(own)));
}

// One index of another axis, such as the only image.
std::vector<ClassTensor> gather_classes(const ov::Node& node, std::size_t, const ClassAxisLayout& classes) {
    const auto axis = constant_integer(node.input_value(2));
    if (!axis || !constant_integer(node.input_value(1)) || node.get_input_shape(1).size() > 1)
        return {};
    const auto position = positive_axis(*axis, node.get_input_shape(0).size());
    auto before = classes;
    if (node.get_input_shape(1).empty() && before.axis >= position)
        ++before.axis;
    return position == before.axis ? std::vector<ClassTensor>{}
                                   : std::vector<ClassTensor>{{node.input_value(0), before}};
}

// All positions in their order.
std::optional<Value> gather_identity(const ov::Node& node) {
    const auto axis = constant_integer(node.input_value(2));
    const auto indices = constant_integers(node.input_value(1));
    const auto& shape = node.get_input_partial_shape(0);
    if (!axis || !indices || shape.rank().is_dynamic() || node.get_input_partial_shape(1).size() != 1)
        return std::nullopt;
    const auto& size = shape[static_cast<std::size_t>(*axis < 0 ? *axis + std::ssize(shape) : *axis)];
    Integers all(indices->size());
    std::iota(all.begin(), all.end(), 0);
    return input_if(size.is_static() && size == std::ssize(*indices) && *indices == all, node);
}

}  // namespace

Operations gather() {
    return {row<v1::Gather, v7::Gather, v8::Gather>({.kind = Kind::part,
                                                     .axes = gather_axes,
                                                     .reduced = gather_reduced,
                                                     .classes = gather_classes,
                                                     .identity = gather_identity,
                                                     .gradient = Gradient{gather_rule}})};
}

}  // namespace vinoscope::ops
