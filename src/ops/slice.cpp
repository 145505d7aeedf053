// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "ops/axis_arguments.hpp"
#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {

// The positions that first, first + step, ... reaches before `end`, which may lie outside as in Python.
Integers positions(std::int64_t first, std::int64_t end, std::int64_t step, std::int64_t size) {
    const auto inside = [&](std::int64_t position, std::int64_t low, std::int64_t high) {
        return std::clamp(position < 0 ? position + size : position, low, high);
    };
    const std::int64_t before = step < 0 ? -1 : 0;
    const std::int64_t behind = step < 0 ? size - 1 : size;
    Integers result;
    for (auto i = inside(first, before, behind), last = inside(end, before, behind); step < 0 ? i > last : i < last;
         i += step)
        result.push_back(i);
    return result;
}

// What one axis of a slice takes; an open size can only be taken as a whole.
struct Taken {
    std::int64_t axis;
    std::int64_t first;
    std::int64_t end;
    std::int64_t step;

    bool everything(const ov::Dimension& size) const {
        constexpr std::int64_t far = std::numeric_limits<std::int32_t>::max();
        return step == 1 && first == 0 && (end >= far || (size.is_static() && end >= size.get_length()));
    }
};

Value back_to_slices(Value gradient, const Value& x, const std::vector<Taken>& slices) {
    for (const auto& taken : slices)
        if (!taken.everything(x.get_partial_shape()[taken.axis])) {
            const auto size = size_of(x, taken.axis);
            gradient = put_back(gradient, taken.axis, positions(taken.first, taken.end, taken.step, size), size);
        }
    return gradient;
}

bool is_set(const std::vector<std::int64_t>& mask, std::size_t i) {
    return i < mask.size() && mask[i] == 1;
}

// What a StridedSlice takes from each axis that it names, an ellipsis passed over.
std::vector<Taken> taken_by(const Step& step) {
    const auto& node = step.as<ov::op::v1::StridedSlice>();
    const auto begin = known_integers(node.input(1));
    const auto end = known_integers(node.input(2));
    const auto steps = node.get_input_size() > 3 ? known_integers(node.input(3)) : Integers(begin.size(), 1);
    const auto& added = node.get_new_axis_mask();
    const auto named =
        std::ssize(begin) - std::ranges::count(added, 1) - std::ranges::count(node.get_ellipsis_mask(), 1);
    std::vector<Taken> slices;
    std::int64_t axis = 0;
    for (std::size_t i = 0; i < begin.size(); ++i) {
        if (is_set(node.get_ellipsis_mask(), i)) {
            axis += rank_of(step.x()) - named;
        } else if (!is_set(added, i)) {
            const bool one = is_set(node.get_shrink_axis_mask(), i);
            constexpr auto far = std::numeric_limits<std::int64_t>::max();
            const auto stride = one ? 1 : steps[i];
            const auto first = is_set(node.get_begin_mask(), i) ? (stride < 0 ? far : 0) : begin[i];
            const auto open_end = stride < 0 ? -far : far;
            const auto one_end = begin[i] == -1 ? far : begin[i] + 1;
            slices.push_back({axis++,
                              first,
                              one                              ? one_end
                              : is_set(node.get_end_mask(), i) ? open_end
                                                               : end[i],
                              stride});
        }
    }
    return slices;
}

Values slice_rule(const Step& step) {
    const auto& node = step.node();
    const auto begin = known_integers(node.input(1));
    const auto end = known_integers(node.input(2));
    const auto steps = known_integers(node.input(3));
    const auto axes = node.get_input_size() > 4 ? known_integers(node.input(4)) : Integers();
    std::vector<Taken> slices;
    for (std::size_t i = 0; i < begin.size(); ++i) {
        const auto axis = axes.empty() ? static_cast<std::int64_t>(i) : positive_axis(axes[i], rank_of(step.x()));
        slices.push_back({axis, begin[i], end[i], steps[i]});
    }
    return {back_to_slices(step.g(), step.x(), slices)};
}

// The axes that a slice of one position dropped come back, the added ones go.
Values strided_slice_rule(const Step& step) {
    const auto x = step.x();
    const auto slices = taken_by(step);
    Integers sizes;
    for (const auto& size : x.get_partial_shape())
        sizes.push_back(size.is_static() ? size.get_length() : -1);
    for (const auto& taken : slices)
        if (!taken.everything(x.get_partial_shape()[taken.axis]))
            sizes[taken.axis] = std::ssize(positions(taken.first, taken.end, taken.step, size_of(x, taken.axis)));
    return {back_to_slices(reshaped(step.g(), sizes), x, slices)};
}

// Every `step`-th place: coarser rows are still rows, those in reverse order are not.
Axis taken_axis(const Axis& axis, std::int64_t start, std::int64_t size, std::int64_t step) {
    if (step < 0)
        return new_axis(Origin::other, size);
    return step == 1 ? sliced(axis, start, size) : resized(axis, size);
}

std::vector<Axes> slice_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto steps = constant_integers(node.input_value(3));
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : std::nullopt;
    if (inputs[0] == nullptr || !steps || (node.get_input_size() > 4 && !axes))
        return resampled_axes(node, inputs);
    auto result = *inputs[0];
    for (std::size_t i = 0; i < steps->size(); ++i) {
        const auto axis = axes ? positive_axis((*axes)[i], result.size()) : static_cast<std::int64_t>(i);
        const auto size = static_cast<std::int64_t>(node.get_output_shape(0)[axis]);
        const auto first = first_index(node, axis);
        if (!first)
            return resampled_axes(node, inputs);
        result[axis] = taken_axis(result[axis], *first, size, (*steps)[i]);
    }
    return {result};
}

std::vector<Axes> strided_slice_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto* operation = ov::as_type<const ov::op::v1::StridedSlice>(&node);
    const auto plain = [](const auto& mask) { return std::ranges::count(mask, 1) == 0; };
    const auto has = [](const auto& mask, std::size_t i) { return i < mask.size() && mask[i] == 1; };
    if (operation == nullptr || inputs[0] == nullptr || !first_index(node, 0) ||
        !plain(operation->get_new_axis_mask()) || !plain(operation->get_ellipsis_mask()))
        return {unknown_axes(node.get_output_shape(0))};
    const auto step = node.get_input_size() > 3 ? constant_integers(node.input_value(3)) : std::nullopt;
    Axes result;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i) {
        const auto& axis = (*inputs[0])[i];
        if (has(operation->get_shrink_axis_mask(), i))
            continue;
        const auto size = static_cast<std::int64_t>(node.get_output_shape(0)[result.size()]);
        const auto first = first_index(node, static_cast<std::int64_t>(i)).value_or(0);
        result.push_back(taken_axis(axis, first, size, step && i < step->size() ? (*step)[i] : 1));
    }
    return {result};
}

// Along the same axis, what is left out at the start shifts the indices.
std::optional<Value> slice_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto& node = *value.get_node();
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : std::nullopt;
    if (!axes || axes->size() != 1)
        return std::nullopt;
    const auto input = node.input_value(0);
    if (positive_axis(axes->front(), rank_of(value)) != reduction.axis)
        return copied_with(value, 0, reduce(input, reduction));
    const auto first = first_index(node, reduction.axis);
    const bool by_one = constant_integers(node.input_value(3)) == Integers{1};
    return by_one && first ? std::optional(reduce(input, reduction.shifted(*first))) : std::nullopt;
}

std::vector<ClassTensor> slice_classes(const ov::Node& node, std::size_t output, const ClassAxisLayout& classes) {
    const auto steps = constant_integers(node.input_value(3));
    const auto first = first_index(node, classes.axis);
    if (!first || !steps || std::ranges::any_of(*steps, [](auto step) { return step != 1; }))
        return {};
    if (node.get_input_shape(0)[classes.axis] == node.get_output_shape(0)[classes.axis])
        return classes_of_first(node, output, classes);
    return classes_of_part(node, output, classes, classes.axis, *first);
}

std::vector<ClassTensor> strided_slice_classes(const ov::Node& node,
                                               std::size_t output,
                                               const ClassAxisLayout& classes) {
    const auto* operation = ov::as_type<const ov::op::v1::StridedSlice>(&node);
    if (operation == nullptr)
        return {};
    const auto first = first_index(node, classes.axis);
    const auto step = node.get_input_size() > 3 ? constant_integers(node.input_value(3)) : std::nullopt;
    const auto i = static_cast<std::size_t>(classes.axis);
    const auto set = [&](const auto& mask) { return std::ranges::count(mask, 1) > 0; };
    if (!first || set(operation->get_new_axis_mask()) || set(operation->get_shrink_axis_mask()) ||
        set(operation->get_ellipsis_mask()) || (step && i < step->size() && (*step)[i] != 1))
        return {};
    return classes_of_part(node, output, classes, classes.axis, *first);
}

// From the first to the last: along axes of known size that follows from the sizes.
bool is_whole(const ov::Dimension& size, std::int64_t begin, std::int64_t end) {
    constexpr std::int64_t any_end = std::numeric_limits<std::int32_t>::max();
    return size.is_static() || (begin == 0 && end >= any_end);
}

std::optional<Value> slice_identity(const ov::Node& node) {
    const auto begins = constant_integers(node.input_value(1));
    const auto ends = constant_integers(node.input_value(2));
    const auto& shape = node.get_input_partial_shape(0);
    if (!begins || !ends || shape.rank().is_dynamic() || !is_all(node, 3, 1))
        return std::nullopt;
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : Integers{};
    if (!axes)
        return std::nullopt;
    for (std::size_t i = 0; i < begins->size(); ++i) {
        auto axis = axes->empty() ? static_cast<std::int64_t>(i) : (*axes)[i];
        axis += axis < 0 ? static_cast<std::int64_t>(shape.size()) : 0;
        if (!is_whole(shape[static_cast<std::size_t>(axis)], (*begins)[i], (*ends)[i]))
            return std::nullopt;
    }
    return node.input_value(0);
}

std::optional<Value> strided_slice_identity(const ov::Node& node) {
    const auto& operation = dynamic_cast<const v1::StridedSlice&>(node);
    const auto begins = constant_integers(node.input_value(1));
    const auto ends = constant_integers(node.input_value(2));
    const auto& shape = node.get_input_partial_shape(0);
    const auto is_set = [](const auto& mask, std::size_t i) { return i < mask.size() && mask[i] == 1; };
    const auto none = [](const auto& mask) { return std::ranges::count(mask, 1) == 0; };
    if (!begins || !ends || shape.rank().is_dynamic() || !none(operation.get_new_axis_mask()) ||
        !none(operation.get_shrink_axis_mask()) || !none(operation.get_ellipsis_mask()) ||
        (node.get_input_size() > 3 && !is_all(node, 3, 1)))
        return std::nullopt;
    for (std::size_t i = 0; i < begins->size(); ++i)
        if (!is_whole(shape[i],
                      is_set(operation.get_begin_mask(), i) ? 0 : (*begins)[i],
                      is_set(operation.get_end_mask(), i) ? std::numeric_limits<std::int32_t>::max() : (*ends)[i]))
            return std::nullopt;
    return node.input_value(0);
}

}  // namespace

Operations slice() {
    return {
        row<v8::Slice>({.kind = Kind::part,
                        .axes = slice_axes,
                        .reduced = slice_reduced,
                        .classes = slice_classes,
                        .identity = slice_identity,
                        .gradient = Gradient{slice_rule}}),
        row<v1::StridedSlice>({.kind = Kind::part,
                               .axes = strided_slice_axes,
                               .classes = strided_slice_classes,
                               .identity = strided_slice_identity,
                               .gradient = Gradient{strided_slice_rule}}),
    };
}

}  // namespace vinoscope::ops
