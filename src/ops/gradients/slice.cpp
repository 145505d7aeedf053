// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <openvino/op/slice.hpp>
#include <openvino/op/strided_slice.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"
#include "ops/known_integers.hpp"

namespace vinoscope {
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

}  // namespace

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

}  // namespace vinoscope
