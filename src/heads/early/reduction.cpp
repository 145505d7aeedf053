// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/early/reduction.hpp"

#include <algorithm>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/slice.hpp>
#include <string_view>

#include "ops/constant_value.hpp"
#include "ops/joined_axes.hpp"

namespace vinoscope::early {
namespace {

bool counts_places(const Axis& axis) {
    return size_of(axis) > 1 && (counts(axis, Origin::height) || counts(axis, Origin::width));
}

std::optional<std::int64_t> first_of_neighbours(const ov::Node& gather, std::int64_t axis) {
    const auto indices = constant_integers(gather.input_value(1));
    if (constant_integer(gather.input_value(2)) != axis || !indices || indices->empty())
        return std::nullopt;
    const auto apart = [](std::int64_t a, std::int64_t b) { return b != a + 1; };
    return std::ranges::adjacent_find(*indices, apart) == indices->end() ? std::optional(indices->front())
                                                                         : std::nullopt;
}

bool steps_by_one(const ov::Node& slice) {
    const auto steps = slice.get_input_size() > 3 ? constant_integers(slice.input_value(3)) : Integers{};
    return steps && std::ranges::all_of(*steps, [](auto step) { return step == 1; });
}

// How many indices of `axis` are left when the other axes stay what they are.
std::optional<std::int64_t> count_left(const Axes& from, const Axes& to, std::int64_t axis) {
    auto others = from;
    others.erase(others.begin() + axis);
    auto left = to;
    if (to.size() == from.size())
        left.erase(left.begin() + axis);
    const auto same_size = [](const Axis& a, const Axis& b) { return size_of(a) == size_of(b); };
    if (!std::ranges::equal(left, others, same_size))
        return std::nullopt;
    return to.size() == from.size() ? size_of(to[axis]) : 1;
}

// Gather, Slice or StridedSlice
std::optional<Reduction> choice(const ov::Node& node, const Axes& from, const Axes& to, std::int64_t axis) {
    const bool gathers = std::string_view(node.get_type_name()) == "Gather";
    const auto first = gathers ? first_of_neighbours(node, axis) : first_index(node, axis);
    const auto count = count_left(from, to, axis);
    if (!first || *first < 0 || !count || !(gathers || steps_by_one(node)))
        return std::nullopt;
    return Reduction{axis, *first, *first + *count};
}

}  // namespace

std::optional<Reduction> reduction_of_places(const ov::Node& node, const AxisTrace& trace) {
    const auto* from = node.get_input_size() > 0 ? trace.find(node.input_value(0)) : nullptr;
    const auto* to = trace.find(&node);
    if (from == nullptr || to == nullptr || std::ranges::count_if(*from, counts_places) != 1 ||
        std::ranges::any_of(*to, counts_places))
        return std::nullopt;
    const auto axis = std::ranges::find_if(*from, counts_places) - from->begin();
    const std::string_view type = node.get_type_name();
    if (type == "Gather" || type == "Slice" || type == "StridedSlice")
        return choice(node, *from, *to, axis);
    if (type == "ReduceMean" && joined_axes(node, from->size()) == Integers{axis})
        return Reduction{axis, 0, size_of((*from)[axis]), true};
    return std::nullopt;
}

Value applied(const Reduction& reduction, const Value& value) {
    Value result = value;
    if (value.get_partial_shape()[reduction.axis] != reduction.end - reduction.begin)
        result = std::make_shared<ov::op::v8::Slice>(
            value, integers({reduction.begin}), integers({reduction.end}), integers({1}), integers({reduction.axis}));
    return reduction.mean
               ? std::make_shared<ov::op::v1::ReduceMean>(result, integers({reduction.axis}), true)->output(0)
               : result;
}

}  // namespace vinoscope::early
