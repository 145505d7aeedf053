// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axis_rules/rules.hpp"

#include <algorithm>
#include <openvino/op/concat.hpp>
#include <openvino/op/strided_slice.hpp>

#include "ops/constant_value.hpp"

namespace vinoscope::axis_rules {
namespace {

// Places [start, start + size) of an axis: whole segments stay what they are.
Axis sliced(const Axis& axis, std::int64_t start, std::int64_t size) {
    Axis result;
    std::int64_t position = 0;
    for (const auto& segment : axis) {
        const auto end = position + size_of(segment);
        if (position >= start && end <= start + size)
            result.push_back(segment);
        else if (position < start + size && end > start)
            return resized(axis, size);
        position = end;
    }
    return size_of(result) == size ? result : resized(axis, size);
}

// Every `step`-th place: coarser rows are still rows, those in reverse order are not.
Axis taken(const Axis& axis, std::int64_t start, std::int64_t size, std::int64_t step) {
    if (step < 0)
        return new_axis(Origin::other, size);
    return step == 1 ? sliced(axis, start, size) : resized(axis, size);
}

}  // namespace

std::vector<Axes> concat(const ov::Node& node, const Inputs& inputs) {
    const auto* operation = ov::as_type<const ov::op::v0::Concat>(&node);
    if (operation == nullptr)
        return {unknown_axes(node.get_output_shape(0))};
    const auto rank = node.get_output_shape(0).size();
    const auto joined = positive(operation->get_axis(), rank);
    auto axes = unknown_axes(node.get_output_shape(0));
    Axis segments;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto part = inputs[i] ? *inputs[i] : unknown_axes(node.get_input_shape(i));
        if (size_of(part[joined]) > 0)
            segments.insert(segments.end(), part[joined].begin(), part[joined].end());
        for (std::size_t j = 0; j < rank; ++j)
            if (origin_of(axes[j]) == Origin::other && origin_of(part[j]) != Origin::other)
                axes[j] = part[j];
    }
    axes[joined] = segments;
    return {axes};
}

std::vector<Axes> split(const ov::Node& node, const Inputs& inputs) {
    const auto axis = constant_integer(node.input_value(1));
    std::vector<Axes> outputs;
    std::int64_t start = 0;
    for (const auto& output : node.outputs()) {
        if (inputs[0] == nullptr || !axis) {
            outputs.push_back(unknown_axes(output.get_shape()));
            continue;
        }
        outputs.push_back(*inputs[0]);
        auto& cut = outputs.back()[positive(*axis, inputs[0]->size())];
        const auto size = static_cast<std::int64_t>(output.get_shape()[positive(*axis, inputs[0]->size())]);
        cut = sliced(cut, start, size);
        start += size;
    }
    return outputs;
}

std::vector<Axes> slice(const ov::Node& node, const Inputs& inputs) {
    const auto start = constant_integers(node.input_value(1));
    const auto step = constant_integers(node.input_value(3));
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : std::nullopt;
    if (inputs[0] == nullptr || !start || !step || (node.get_input_size() > 4 && !axes))
        return resample(node, inputs);
    auto result = *inputs[0];
    for (std::size_t i = 0; i < start->size(); ++i) {
        const auto axis = axes ? positive((*axes)[i], result.size()) : static_cast<std::int64_t>(i);
        const auto size = static_cast<std::int64_t>(node.get_output_shape(0)[axis]);
        const auto first = positive((*start)[i], node.get_input_shape(0)[axis]);
        result[axis] = taken(result[axis], first, size, (*step)[i]);
    }
    return {result};
}

std::vector<Axes> strided_slice(const ov::Node& node, const Inputs& inputs) {
    const auto* operation = ov::as_type<const ov::op::v1::StridedSlice>(&node);
    const auto begin = constant_integers(node.input_value(1));
    const auto plain = [](const auto& mask) { return std::ranges::count(mask, 1) == 0; };
    const auto has = [](const auto& mask, std::size_t i) { return i < mask.size() && mask[i] == 1; };
    if (operation == nullptr || inputs[0] == nullptr || !begin || !plain(operation->get_new_axis_mask()) ||
        !plain(operation->get_ellipsis_mask()))
        return {unknown_axes(node.get_output_shape(0))};
    const auto step = node.get_input_size() > 3 ? constant_integers(node.input_value(3)) : std::nullopt;
    Axes result;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i) {
        const auto& axis = (*inputs[0])[i];
        if (has(operation->get_shrink_axis_mask(), i))
            continue;
        const auto size = static_cast<std::int64_t>(node.get_output_shape(0)[result.size()]);
        const bool from_start = i >= begin->size() || has(operation->get_begin_mask(), i);
        const auto first = from_start ? 0 : positive((*begin)[i], node.get_input_shape(0)[i]);
        result.push_back(taken(axis, first, size, step && i < step->size() ? (*step)[i] : 1));
    }
    return {result};
}

namespace {

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

}  // namespace

std::vector<Axes> gather(const ov::Node& node, const Inputs& inputs) {
    const auto axis = constant_integer(node.input_value(2));
    const auto indices = constant_integers(node.input_value(1));
    const auto& index_shape = node.get_input_shape(1);
    const auto windows = windows_of(indices, index_shape);
    if (inputs[0] == nullptr || !axis || (index_shape.size() > 1 && !windows))
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = *inputs[0];
    const auto position = positive(*axis, axes.size());
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
    axes[position] = contiguous ? sliced(axes[position], positive(indices->front(), size_of(axes[position])), size)
                                : new_axis(Origin::other, size);
    return {axes};
}

}  // namespace vinoscope::axis_rules
