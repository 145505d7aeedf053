// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/along_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <openvino/op/constant.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/one_hot.hpp>
#include <openvino/op/pad.hpp>
#include <openvino/op/slice.hpp>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

Value gather(const Value& x, std::int64_t axis, const Value& indices) {
    return std::make_shared<ov::op::v8::Gather>(x, indices, integer(axis));
}

bool is_a_run(const Integers& indices) {
    for (std::size_t i = 1; i < indices.size(); ++i)
        if (indices[i] != indices[i - 1] + 1)
            return false;
    return true;
}

bool has_repeats(Integers indices) {
    std::ranges::sort(indices);
    return std::ranges::adjacent_find(indices) != indices.end();
}

// For each position where in `indices` it stands, or the place behind the last.
Integers inverse(const Integers& indices, std::int64_t size) {
    Integers places(size, static_cast<std::int64_t>(indices.size()));
    for (std::size_t i = 0; i < indices.size(); ++i)
        places[indices[i]] = static_cast<std::int64_t>(i);
    return places;
}

}  // namespace

std::int64_t rank_of(const Value& x) {
    return x.get_partial_shape().rank().get_length();
}

std::int64_t size_of(const Value& x, std::int64_t axis) {
    const auto& size = x.get_partial_shape()[axis];
    if (size.is_dynamic())
        throw Error(
            ErrorKind::unsupported,
            fmt::format("the gradient needs the size of axis {} of \"{}\", which is dynamic in the model; set a "
                        "fixed input size",
                        axis,
                        x.get_node()->get_friendly_name()));
    return size.get_length();
}

Value crop(const Value& x, std::int64_t axis, std::int64_t begin, std::int64_t end) {
    if (begin == 0 && x.get_partial_shape()[axis] == end)
        return x;
    return std::make_shared<ov::op::v8::Slice>(x, integers({begin}), integers({end}), integers({1}), integers({axis}));
}

Value pad(const Value& x, std::int64_t axis, std::int64_t before, std::int64_t behind, double number) {
    auto inside = x;
    if (before < 0 || behind < 0)
        inside =
            crop(x, axis, std::max<std::int64_t>(0, -before), size_of(x, axis) + std::min<std::int64_t>(0, behind));
    if (before <= 0 && behind <= 0)
        return inside;
    Integers begins(rank_of(x), 0);
    Integers ends(rank_of(x), 0);
    begins[axis] = std::max<std::int64_t>(0, before);
    ends[axis] = std::max<std::int64_t>(0, behind);
    return std::make_shared<ov::op::v1::Pad>(
        inside, integers(begins), integers(ends), number_like(x, number), ov::op::PadMode::CONSTANT);
}

Value surround_with_zeros(const Value& x, std::int64_t axis, std::int64_t before, std::int64_t behind) {
    if (axis < 2 || (before <= 0 && behind <= 0))
        return pad(x, axis, before, behind);
    const auto one_more = pad(x, axis, before, std::max<std::int64_t>(behind, 0) + 1);
    const auto end = std::min<std::int64_t>(behind, 0) - 1;
    return std::make_shared<ov::op::v8::Slice>(
        one_more, integers({0}), integers({end}), integers({1}), integers({axis}));
}

Value pick(const Value& x, std::int64_t axis, std::int64_t index) {
    return gather(x, axis, integer(index));
}

Value put_back(const Value& picked, std::int64_t axis, const Integers& indices, std::int64_t size) {
    const auto count = static_cast<std::int64_t>(indices.size());
    if (indices.empty())
        return pad(picked, axis, 0, size);
    if (has_repeats(indices))
        return multiply_along(
            picked,
            axis,
            std::make_shared<ov::op::v1::OneHot>(
                integers(indices), integer(size), number_like(picked, 1), number_like(picked, 0), -1));
    if (is_a_run(indices))
        return surround_with_zeros(picked, axis, indices.front(), size - indices.front() - count);
    const auto places = inverse(indices, size);
    return gather(count == size ? picked : pad(picked, axis, 0, 1), axis, integers(places));
}

Value multiply_along(const Value& x, std::int64_t axis, const Value& matrix) {
    const auto last = rank_of(x) - 1;
    if (axis == last)
        return matmul(x, matrix);
    if (axis == last - 1)
        return matmul(matrix, x, true);
    Integers order(rank_of(x));
    std::iota(order.begin(), order.end(), 0);
    std::swap(order[axis], order[last]);
    return transposed(matmul(transposed(x, order), matrix), order);
}

}  // namespace vinoscope
