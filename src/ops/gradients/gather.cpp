// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <openvino/op/one_hot.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/util/gather_base.hpp>

#include "ops/along_axis.hpp"
#include "ops/constant_value.hpp"
#include "ops/gradients/rules.hpp"
#include "ops/known_integers.hpp"

namespace vinoscope {
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

}  // namespace

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

}  // namespace vinoscope
