// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {

struct Epsilon {
    double value;
    bool inside;  // of the square root
};

// y = (x - mean) / d with d = sqrt(variance + e) or s + e, s = sqrt(variance); the sum of y g over the axes meets what
// d does to it: dx = (g - mean(g) - y mean(y g) d / s) / d, where s is d itself in the first case
Value standardized_gradient(const Value& x, const Value& g, const Integers& axes, const Epsilon& epsilon) {
    const auto centred = x - mean(x, axes);
    const auto variance = mean(centred * centred, axes);
    const auto s = epsilon.inside ? sqrt(variance + epsilon.value) : sqrt(variance);
    const auto inverse = epsilon.inside ? 1.0 / s : 1.0 / (s + epsilon.value);
    const auto y = centred * inverse;
    const auto along_y = epsilon.inside ? mean(y * g, axes) : mean(y * g, axes) / (s * inverse);
    return (g - mean(g, axes) - y * along_y) * inverse;
}

// [C] -> [1,C,1,...]
Value per_channel(const Value& values, const Value& like) {
    Integers shape(rank_of(like), 1);
    shape[1] = -1;
    return reshaped(values, shape);
}

// [size,size]: 1 where row and column are at most `reach` apart
Value band_matrix(const Value& like, std::int64_t size, std::int64_t reach) {
    std::vector<float> values(size * size);
    for (std::int64_t i = 0; i < size; ++i)
        for (auto j = std::max<std::int64_t>(0, i - reach); j <= std::min(size - 1, i + reach); ++j)
            values[i * size + j] = 1;
    const ov::Shape shape(2, size);
    return ov::op::v0::Constant::create(like.get_element_type(), shape, values)->output(0);
}

Values mvn_rule(const Step& step) {
    const auto x = step.x();
    if (const auto* old = ov::as_type<const ov::op::v0::MVN>(&step.node())) {
        const auto set = old->get_reduction_axes();
        const Integers axes(set.begin(), set.end());
        if (!old->get_normalize_variance())
            return {step.g() - mean(step.g(), axes)};
        return {standardized_gradient(x, step.g(), axes, {old->get_eps(), true})};
    }
    const auto& node = step.as<ov::op::v6::MVN>();
    const auto axes = sorted_axes(known_integers(node.input(1)), rank_of(x));
    if (!node.get_normalize_variance())
        return {step.g() - mean(step.g(), axes)};
    const bool inside = node.get_eps_mode() == ov::op::MVNEpsMode::INSIDE_SQRT;
    return {standardized_gradient(x, step.g(), axes, {node.get_eps(), inside})};
}

Values batch_norm_rule(const Step& step) {
    const auto slope = [&](std::size_t scale, double epsilon) {
        return per_channel(step.x(scale) / sqrt(step.x(4) + epsilon), step.y());
    };
    if (const auto* old = ov::as_type<const ov::op::v0::BatchNormInference>(&step.node()))
        return {Value(), Value(), step.g() * slope(0, old->get_eps_value())};
    return {step.g() * slope(1, step.as<ov::op::v5::BatchNormInference>().get_eps_value())};
}

// [N,C,...] -> [N,groups,rest], standardized there
Values group_normalization_rule(const Step& step) {
    const auto& node = step.as<ov::op::v12::GroupNormalization>();
    const auto x = step.x();
    const auto grouped = [&](const Value& value) {
        const Integers shape = {0, node.get_num_groups(), -1};
        return std::make_shared<ov::op::v1::Reshape>(value, integers(shape), true)->output(0);
    };
    const auto g = grouped(step.g() * per_channel(step.x(1), x));
    return {reshape_like(standardized_gradient(grouped(x), g, {2}, {node.get_epsilon(), true}), x)};
}

// y = x / n: dx = (g - y sum(y g)) / n, without the second term where n does not depend on x
Values normalize_l2_rule(const Step& step) {
    const auto& node = step.as<ov::op::v0::NormalizeL2>();
    const auto x = step.x();
    const auto axes = sorted_axes(known_integers(node.input(1)), rank_of(x));
    const auto squares = sum(x * x, axes);
    const auto projected = step.y() * sum(step.y() * step.g(), axes);
    if (node.get_eps_mode() == ov::op::EpsMode::ADD)
        return {(step.g() - projected) / sqrt(squares + node.get_eps())};
    const auto large = greater(squares, node.get_eps());
    const auto norm = sqrt(where(large, squares, number_like(squares, node.get_eps())));
    return {(step.g() - where(large, projected)) / norm};
}

// y = x d^-b, d = bias + a/n W(x^2), W the sum over a window: dx = g d^-b - 2 a/n b x W(g y / d)
Values lrn_rule(const Step& step) {
    const auto& node = step.as<ov::op::v0::LRN>();
    const auto x = step.x();
    const auto axes = sorted_axes(known_integers(node.input(1)), rank_of(x));
    const auto reach = (static_cast<std::int64_t>(node.get_nsize()) - 1) / 2;
    const auto window_sum = [&](Value value) {
        for (const auto axis : axes)
            value = multiply_along(value, axis, band_matrix(x, size_of(x, axis), reach));
        return value;
    };
    const double share = node.get_alpha() / std::pow(node.get_nsize(), axes.size());
    const auto d = window_sum(x * x) * share + node.get_bias();
    const auto factor = power(d, number_like(x, -node.get_beta()));
    return {step.g() * factor - x * window_sum(step.g() * step.y() / d) * (2 * share * node.get_beta())};
}

}  // namespace

Operations normalization() {
    const Operation batch_norm = {
        .kind = Kind::channelwise, .axes = broadcast_axes, .gradient = Gradient{batch_norm_rule}};
    const Operation old_batch_norm = {
        .kind = Kind::channelwise, .axes = broadcast_axes, .gradient = Gradient{batch_norm_rule, {2}}};
    return {
        row<v0::BatchNormInference>(old_batch_norm),
        row<v5::BatchNormInference>(batch_norm),
        row<v12::GroupNormalization>({.axes = broadcast_axes, .gradient = Gradient{group_normalization_rule}}),
        row<v0::LRN>({.gradient = Gradient{lrn_rule}}),
        row<v0::MVN>({.axes = broadcast_axes, .gradient = Gradient{mvn_rule}}),
        row<v6::MVN>({.kind = Kind::norm,
                      .axes = broadcast_axes,
                      .reduced = reduced_beside_joined_axes,
                      .gradient = Gradient{mvn_rule}}),
        row<v0::NormalizeL2>({.kind = Kind::norm,
                              .axes = broadcast_axes,
                              .reduced = reduced_beside_joined_axes,
                              .gradient = Gradient{normalize_l2_rule}}),
    };
}

}  // namespace vinoscope::ops
