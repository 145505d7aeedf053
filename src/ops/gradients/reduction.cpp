// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/gather.hpp>
#include <openvino/op/reduce_prod.hpp>
#include <openvino/op/util/arithmetic_reductions_keep_dims.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"
#include "ops/known_integers.hpp"

namespace vinoscope {
namespace {

Integers reduced_axes(const Step& step) {
    return sorted_axes(known_integers(step.node().input(1)), rank_of(step.x()));
}

// A value of the output's shape as one of the input's rank.
Value kept(const Step& step, const Value& value) {
    return rank_of(value) == rank_of(step.x()) ? value : unsqueeze(value, reduced_axes(step));
}

Value reduced_count(const Step& step) {
    const auto axes = reduced_axes(step);
    std::int64_t count = 1;
    for (const auto axis : axes) {
        if (step.x().get_partial_shape()[axis].is_dynamic()) {
            const auto sizes = std::make_shared<ov::op::v8::Gather>(shape_of(step.x()), integers(axes), integer(0));
            const auto product = std::make_shared<ov::op::v1::ReduceProd>(sizes, integer(0));
            return convert(product, step.g().get_element_type());
        }
        count *= step.x().get_partial_shape()[axis].get_length();
    }
    return number_like(step.g(), static_cast<double>(count));
}

}  // namespace

Values reduce_sum_rule(const Step& step) {
    return {broadcast_like(kept(step, step.g()), step.x())};
}

Values reduce_mean_rule(const Step& step) {
    return {broadcast_like(kept(step, step.g()) / reduced_count(step), step.x())};
}

// What is reached several times gets equal shares.
Values reduce_extremum_rule(const Step& step) {
    const auto hits = convert(equal(step.x(), kept(step, step.y())), step.g().get_element_type());
    return {hits * (kept(step, step.g()) / sum(hits, reduced_axes(step)))};
}

Values reduce_l1_rule(const Step& step) {
    return {kept(step, step.g()) * sign(step.x())};
}

// The norm has no derivative at 0, where the smallest subgradient is taken.
Values reduce_l2_rule(const Step& step) {
    const auto norm = kept(step, step.y());
    return {where(greater(norm, 0), step.x() * (kept(step, step.g()) / norm))};
}

// The product of the others, also where one of them is 0.
Values reduce_prod_rule(const Step& step) {
    const auto x = step.x();
    const auto axes = reduced_axes(step);
    const auto zero = equal(x, 0);
    const auto zeros = sum(convert(zero, x.get_element_type()), axes);
    const auto instead = where(zero, number_like(x, 1), x);
    const Value product = std::make_shared<ov::op::v1::ReduceProd>(instead, integers(axes), true);
    const auto other_zeros = where(zero, zeros - 1.0, zeros);
    return {where(equal(other_zeros, 0), kept(step, step.g()) * product / instead)};
}

}  // namespace vinoscope
