// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "ops/families.hpp"

namespace vinoscope::ops {
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
            const auto sizes = vinoscope::gather(shape_of(step.x()), 0, integers(axes));
            const auto product = std::make_shared<ov::op::v1::ReduceProd>(sizes, integer(0));
            return convert(product, step.g().get_element_type());
        }
        count *= step.x().get_partial_shape()[axis].get_length();
    }
    return number_like(step.g(), static_cast<double>(count));
}

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

std::vector<Axes> reduction_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    auto reduced = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !reduced)
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = *inputs[0];
    if (axes.size() != node.get_output_shape(0).size())
        return {without(axes, *reduced)};
    for (const auto axis : *reduced)
        axes[positive_axis(axis, axes.size())] = new_axis(Origin::other, 1);
    return {axes};
}

// Along axes of size 1, or none.
std::optional<Value> reduction_identity(const ov::Node& node) {
    const auto& shape = node.get_input_partial_shape(0);
    const auto axes = shape.rank().is_static() ? axes_at(node, 1, shape.size()) : std::nullopt;
    return input_if(
        axes && std::ranges::all_of(*axes, [&](auto axis) { return shape[static_cast<std::size_t>(axis)] == 1; }),
        node);
}

// y_j = x_0 + ... + x_j: what arrives at y_j and behind it goes to x_j.
Values cumsum_rule(const Step& step) {
    const auto& node = step.as<v0::CumSum>();
    const auto axis = step.inputs() > 1 ? step.x(1) : integer(0);
    return {std::make_shared<v0::CumSum>(step.g(), axis, node.is_exclusive(), !node.is_reverse())};
}

std::optional<Value> cumulative_sum_identity(const ov::Node& node) {
    return dynamic_cast<const v0::CumSum&>(node).is_exclusive() ? std::nullopt : reduction_identity(node);
}

}  // namespace

Operations reduction() {
    const auto known = [](Kind kind, AxisRule axes, IdentityRule identity, GradientRule gradient) {
        return Operation{.kind = kind, .axes = axes, .identity = identity, .gradient = Gradient{std::move(gradient)}};
    };
    return {
        row<v1::ReduceSum>(known(Kind::sum, reduction_axes, reduction_identity, reduce_sum_rule)),
        ranged(ranges::of_first,
               row<v1::ReduceMean>(known(Kind::sum, reduction_axes, reduction_identity, reduce_mean_rule))),
        ranged(ranges::of_first,
               row<v1::ReduceMax, v1::ReduceMin>(
                   known(Kind::other, reduction_axes, reduction_identity, reduce_extremum_rule))),
        row<v1::ReduceProd>(known(Kind::other, nullptr, reduction_identity, reduce_prod_rule)),
        row<v4::ReduceL1>(known(Kind::other, nullptr, nullptr, reduce_l1_rule)),
        row<v4::ReduceL2>(known(Kind::norm, reduction_axes, nullptr, reduce_l2_rule)),
        row<v0::CumSum>({.identity = cumulative_sum_identity, .gradient = Gradient{cumsum_rule}}),
    };
}

}  // namespace vinoscope::ops
