// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/class_digit.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <openvino/op/concat.hpp>
#include <openvino/op/strided_slice.hpp>
#include <string_view>

#include "analysis/head.hpp"
#include "analysis/pointwise.hpp"
#include "ops/axis_rules/rules.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

using Sources = std::vector<ClassTensor>;
using Step = Sources (*)(const ov::Node& node, std::size_t output, const ClassDigit& classes);

std::int64_t length(const Value& value, std::int64_t axis) {
    return static_cast<std::int64_t>(value.get_shape()[axis]);
}

std::int64_t stride_of(const ov::Shape& shape, std::int64_t axis) {
    return static_cast<std::int64_t>(
        std::accumulate(shape.begin() + axis + 1, shape.end(), std::size_t{1}, std::multiplies<>()));
}

// The digit has the same distance between classes in memory on both sides. A single class may stand on several axes of
// one: on the last of them, since the first is the batch.
Sources reshape(const ov::Node& node, std::size_t, const ClassDigit& classes) {
    const auto& value = node.input_value(0);
    const auto stride = classes.stride * stride_of(node.get_output_shape(0), classes.axis);
    Sources found;
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

Sources transpose(const ov::Node& node, std::size_t, const ClassDigit& classes) {
    const auto order = constant_integers(node.input_value(1));
    if (!order)
        return {};
    auto before = classes;
    before.axis = order->empty() ? static_cast<std::int64_t>(node.get_output_shape(0).size()) - 1 - classes.axis
                                 : (*order)[classes.axis];
    return {{node.input_value(0), before}};
}

bool fills_axis(const ov::Node& node, std::size_t output, const ClassDigit& classes) {
    const auto length = static_cast<std::int64_t>(node.get_output_shape(output)[classes.axis]);
    return classes.stride == 1 && classes.size == length;
}

// Parts of the same boxes lie side by side, or parts of the boxes one after the other.
Sources concat(const ov::Node& node, std::size_t output, const ClassDigit& classes) {
    const auto* operation = ov::as_type<const ov::op::v0::Concat>(&node);
    if (operation == nullptr)
        return {};
    const auto rank = node.get_output_shape(0).size();
    const auto joined = axis_rules::positive(operation->get_axis(), rank);
    Sources sources;
    std::int64_t start = 0;
    for (const auto& value : node.input_values()) {
        const auto size = length(value, joined);
        auto before = classes;
        if (joined == classes.axis && fills_axis(node, output, classes)) {
            before.first = classes.first - start;
            before.size = size;
            if (before.first >= 0 && before.first + before.count <= size)
                sources.push_back({value, before});
        } else if (joined != classes.axis || size % (classes.size * classes.stride) == 0) {
            sources.push_back({value, before});
        }
        start += size;
    }
    return sources;
}

// The output is a part, from `start` on, of the input along `axis`.
Sources cut(const ov::Node& node, std::size_t output, ClassDigit classes, std::int64_t axis, std::int64_t start) {
    if (axis == classes.axis) {
        if (!fills_axis(node, output, classes) || start < 0)
            return {};
        classes.first += start;
        classes.size = length(node.input_value(0), axis);
    }
    return {{node.input_value(0), classes}};
}

Sources split(const ov::Node& node, std::size_t output, const ClassDigit& classes) {
    const auto axis = constant_integer(node.input_value(1));
    if (!axis)
        return {};
    const auto position = axis_rules::positive(*axis, node.get_input_shape(0).size());
    std::int64_t start = 0;
    for (std::size_t i = 0; i < output; ++i)
        start += static_cast<std::int64_t>(node.get_output_shape(i)[position]);
    return cut(node, output, classes, position, start);
}

Sources slice(const ov::Node& node, std::size_t output, const ClassDigit& classes) {
    const auto starts = constant_integers(node.input_value(1));
    const auto steps = constant_integers(node.input_value(3));
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : std::nullopt;
    if (!starts || !steps || std::ranges::any_of(*steps, [](auto step) { return step != 1; }))
        return {};
    const auto rank = node.get_input_shape(0).size();
    for (std::size_t i = 0; i < starts->size(); ++i) {
        const auto axis = axes ? axis_rules::positive((*axes)[i], rank) : static_cast<std::int64_t>(i);
        if (axis == classes.axis)
            return cut(node, output, classes, axis, axis_rules::positive((*starts)[i], node.get_input_shape(0)[axis]));
    }
    return {{node.input_value(0), classes}};
}

Sources strided_slice(const ov::Node& node, std::size_t output, const ClassDigit& classes) {
    const auto* operation = ov::as_type<const ov::op::v1::StridedSlice>(&node);
    if (operation == nullptr)
        return {};
    const auto begin = constant_integers(node.input_value(1));
    const auto step = node.get_input_size() > 3 ? constant_integers(node.input_value(3)) : std::nullopt;
    const auto i = static_cast<std::size_t>(classes.axis);
    const auto set = [&](const auto& mask) { return std::ranges::count(mask, 1) > 0; };
    if (!begin || set(operation->get_new_axis_mask()) || set(operation->get_shrink_axis_mask()) ||
        set(operation->get_ellipsis_mask()) || (step && i < step->size() && (*step)[i] != 1))
        return {};
    const auto& mask = operation->get_begin_mask();
    const bool from_start = i >= begin->size() || (i < mask.size() && mask[i] == 1);
    return cut(node,
               output,
               classes,
               classes.axis,
               from_start ? 0 : axis_rules::positive((*begin)[i], node.get_input_shape(0)[i]));
}

// One index of another axis, such as the only image.
Sources gather(const ov::Node& node, std::size_t, const ClassDigit& classes) {
    const auto axis = constant_integer(node.input_value(2));
    if (!axis || !constant_integer(node.input_value(1)) || node.get_input_shape(1).size() > 1)
        return {};
    const auto position = axis_rules::positive(*axis, node.get_input_shape(0).size());
    auto before = classes;
    if (node.get_input_shape(1).empty() && before.axis >= position)
        ++before.axis;
    return position == before.axis ? Sources{} : Sources{{node.input_value(0), before}};
}

Sources same(const ov::Node& node, std::size_t, const ClassDigit& classes) {
    return {{node.input_value(0), classes}};
}

// Of a product of class scores and objectness, the scores: they have the axis of the classes.
Sources elementwise(const ov::Node& node, std::size_t, const ClassDigit& classes) {
    const auto& shape = node.get_output_shape(0);
    for (const auto& value : node.input_values()) {
        const auto& own = value.get_shape();
        if (!is_constant(value) && own.size() == shape.size() && own[classes.axis] == shape[classes.axis])
            return {{value, classes}};
    }
    return {};
}

struct Row {
    std::string_view type;
    Step step;
};

constexpr Row rows[] = {
    {"Concat", concat},
    {"Gather", gather},
    {"Reshape", reshape},
    {"Slice", slice},
    {"Softmax", same},
    {"Split", split},
    {"Squeeze", reshape},
    {"StridedSlice", strided_slice},
    {"Transpose", transpose},
    {"Unsqueeze", reshape},
    {"VariadicSplit", split},
};

bool has_static_shapes(const ov::Node& node) {
    const auto is_static = [](const auto& port) { return port.get_partial_shape().is_static(); };
    return std::ranges::all_of(node.inputs(), is_static) && std::ranges::all_of(node.outputs(), is_static);
}

}  // namespace

std::vector<ClassTensor> class_sources(const ClassTensor& tensor) {
    const auto& node = *tensor.value.get_node();
    if (!has_static_shapes(node))
        return {};
    if (is_elementwise(node))
        return elementwise(node, tensor.value.get_index(), tensor.classes);
    const auto* found = std::ranges::find(rows, std::string_view(node.get_type_name()), &Row::type);
    return found == std::ranges::end(rows) ? Sources{} : found->step(node, tensor.value.get_index(), tensor.classes);
}

}  // namespace vinoscope
