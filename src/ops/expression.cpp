// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/expression.hpp"

#include <algorithm>
#include <openvino/op/ops.hpp>

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

}  // namespace

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

}  // namespace vinoscope
