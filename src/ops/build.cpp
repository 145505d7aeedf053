// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/build.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <numeric>
#include <openvino/op/constant.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/one_hot.hpp>
#include <openvino/op/ops.hpp>
#include <openvino/op/pad.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/transpose.hpp>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

template <typename Operation, typename... Arguments>
Value make(const Arguments&... arguments) {
    return std::make_shared<Operation>(arguments...);
}

// Everything but one size is known, so that a reshape can work that one out.
bool has_one_open_size(const ov::PartialShape& shape) {
    return shape.rank().is_static() &&
           std::ranges::count_if(shape, [](const auto& size) { return size.is_dynamic(); }) <= 1;
}

Integers sizes_or_rest(const ov::PartialShape& shape) {
    Integers sizes;
    for (const auto& size : shape)
        sizes.push_back(size.is_static() ? size.get_length() : -1);
    return sizes;
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

Value integers(const Integers& values) {
    return ov::op::v0::Constant::create(ov::element::i64, {values.size()}, values)->output(0);
}

Value scalar(const ov::element::Type& type, double value) {
    return ov::op::v0::Constant::create(type, {}, {value})->output(0);
}

Value reshaped(const Value& value, const Integers& shape) {
    return std::make_shared<ov::op::v1::Reshape>(value, integers(shape), false)->output(0);
}

Value transposed(const Value& value, const Integers& order) {
    return std::make_shared<ov::op::v1::Transpose>(value, integers(order))->output(0);
}

Value operator+(const Value& a, const Value& b) {
    return make<ov::op::v1::Add>(a, b);
}

Value operator-(const Value& a, const Value& b) {
    return make<ov::op::v1::Subtract>(a, b);
}

Value operator*(const Value& a, const Value& b) {
    return make<ov::op::v1::Multiply>(a, b);
}

Value operator/(const Value& a, const Value& b) {
    return make<ov::op::v1::Divide>(a, b);
}

Value operator+(const Value& a, double b) {
    return a + number_like(a, b);
}

Value operator-(const Value& a, double b) {
    return a - number_like(a, b);
}

Value operator*(const Value& a, double b) {
    return a * number_like(a, b);
}

Value operator/(const Value& a, double b) {
    return a / number_like(a, b);
}

Value operator-(double a, const Value& b) {
    return number_like(b, a) - b;
}

Value operator*(double a, const Value& b) {
    return b * a;
}

Value operator/(double a, const Value& b) {
    return number_like(b, a) / b;
}

Value operator-(const Value& a) {
    return make<ov::op::v0::Negative>(a);
}

Value greater(const Value& a, const Value& b) {
    return make<ov::op::v1::Greater>(a, b);
}

Value greater(const Value& a, double b) {
    return greater(a, number_like(a, b));
}

Value less(const Value& a, double b) {
    return greater(number_like(a, b), a);
}

Value equal(const Value& a, const Value& b) {
    return make<ov::op::v1::Equal>(a, b);
}

Value equal(const Value& a, double b) {
    return equal(a, number_like(a, b));
}

Value logical_and(const Value& a, const Value& b) {
    return make<ov::op::v1::LogicalAnd>(a, b);
}

Value logical_or(const Value& a, const Value& b) {
    return make<ov::op::v1::LogicalOr>(a, b);
}

Value logical_not(const Value& a) {
    return make<ov::op::v1::LogicalNot>(a);
}

Value exp(const Value& x) {
    return make<ov::op::v0::Exp>(x);
}

Value log(const Value& x) {
    return make<ov::op::v0::Log>(x);
}

Value sqrt(const Value& x) {
    return make<ov::op::v0::Sqrt>(x);
}

Value abs(const Value& x) {
    return make<ov::op::v0::Abs>(x);
}

Value sign(const Value& x) {
    return make<ov::op::v0::Sign>(x);
}

Value relu(const Value& x) {
    return make<ov::op::v0::Relu>(x);
}

Value sigmoid(const Value& x) {
    return make<ov::op::v0::Sigmoid>(x);
}

Value softmax(const Value& x, std::int64_t axis) {
    return make<ov::op::v8::Softmax>(x, axis);
}

Value sin(const Value& x) {
    return make<ov::op::v0::Sin>(x);
}

Value cos(const Value& x) {
    return make<ov::op::v0::Cos>(x);
}

Value tanh(const Value& x) {
    return make<ov::op::v0::Tanh>(x);
}

Value erf(const Value& x) {
    return make<ov::op::v0::Erf>(x);
}

Value power(const Value& x, const Value& exponent) {
    return make<ov::op::v1::Power>(x, exponent);
}

Value where(const Value& condition, const Value& a, const Value& b) {
    return make<ov::op::v1::Select>(condition, a, b);
}

Value where(const Value& condition, const Value& a) {
    return where(condition, a, number_like(a, 0));
}

Value number_like(const Value& like, double number) {
    return scalar(like.get_element_type(), number);
}

Value convert(const Value& x, const ov::element::Type& type) {
    return x.get_element_type() == type ? x : make<ov::op::v0::Convert>(x, type);
}

Value sum(const Value& x, const Integers& axes, bool keep) {
    return axes.empty() ? x : make<ov::op::v1::ReduceSum>(x, integers(axes), keep);
}

Value mean(const Value& x, const Integers& axes, bool keep) {
    return axes.empty() ? x : make<ov::op::v1::ReduceMean>(x, integers(axes), keep);
}

Value maximum(const Value& x, const Integers& axes, bool keep) {
    return make<ov::op::v1::ReduceMax>(x, integers(axes), keep);
}

Value minimum(const Value& x, const Integers& axes, bool keep) {
    return make<ov::op::v1::ReduceMin>(x, integers(axes), keep);
}

Value matmul(const Value& a, const Value& b, bool transpose_a, bool transpose_b) {
    return make<ov::op::v0::MatMul>(a, b, transpose_a, transpose_b);
}

Value unsqueeze(const Value& x, const Integers& axes) {
    return axes.empty() ? x : make<ov::op::v0::Unsqueeze>(x, integers(axes));
}

Value concat(const Values& parts, std::int64_t axis) {
    return parts.size() == 1 ? parts.front() : make<ov::op::v0::Concat>(parts, axis);
}

Value integer(std::int64_t value) {
    return scalar(ov::element::i64, static_cast<double>(value));
}

Value shape_of(const Value& like) {
    const auto& shape = like.get_partial_shape();
    return shape.is_static() ? integers(sizes_or_rest(shape)) : make<ov::op::v3::ShapeOf>(like);
}

Value reshape_like(const Value& x, const Value& like) {
    const auto& shape = like.get_partial_shape();
    if (!has_one_open_size(shape))
        return make<ov::op::v1::Reshape>(x, shape_of(like), false);
    if (x.get_partial_shape().rank().is_static() && sizes_or_rest(x.get_partial_shape()) == sizes_or_rest(shape))
        return x;
    return reshaped(x, sizes_or_rest(shape));
}

Value broadcast_like(const Value& x, const Value& like) {
    if (x.get_partial_shape().is_static() && x.get_partial_shape() == like.get_partial_shape())
        return x;
    return make<ov::op::v3::Broadcast>(x, shape_of(like));
}

Value zeros_like(const Value& like) {
    return broadcast_like(scalar(gradient_type(like), 0), like);
}

Value ones_like(const Value& like) {
    return broadcast_like(scalar(gradient_type(like), 1), like);
}

ov::element::Type gradient_type(const Value& value) {
    const auto& type = value.get_element_type();
    return type.is_real() ? type : ov::element::f32;
}

Value sum_to_shape_of(const Value& gradient, const Value& value) {
    const auto& wide = gradient.get_partial_shape();
    const auto& narrow = value.get_partial_shape();
    const auto added = wide.size() - narrow.size();
    Integers axes;
    for (std::size_t i = 0; i < wide.size(); ++i) {
        const bool stretched = i >= added && narrow[i - added] == 1 && wide[i] != 1;
        if (i < added || stretched)
            axes.push_back(static_cast<std::int64_t>(i));
    }
    return reshape_like(sum(gradient, axes), value);
}

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

Value gather(const Value& x, std::int64_t axis, const Value& indices) {
    return std::make_shared<ov::op::v8::Gather>(x, indices, integer(axis));
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
