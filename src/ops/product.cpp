// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "ops/families.hpp"
#include "ops/shared_weights.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::ops {
namespace {

Value product_of(const Value& g, const Value& weights, const std::function<Value(const Value&, const Value&)>& make) {
    const std::size_t rank = rank_of(weights);
    return product_with_shared_weights(g, weights, rank - 2, rank - 1, make);
}

// y = a b: da = g b^T, db = a^T g; vectors are a row on the left and a column on the right.
Values matmul_rule(const Step& step) {
    const auto& node = step.as<ov::op::v0::MatMul>();
    const bool row = rank_of(step.x(0)) == 1;
    const bool column = rank_of(step.x(1)) == 1;
    const bool ta = node.get_transpose_a() && !row;
    const bool tb = node.get_transpose_b() && !column;
    const auto a = row ? unsqueeze(step.x(0), {0}) : step.x(0);
    const auto b = column ? unsqueeze(step.x(1), {1}) : step.x(1);
    auto g = column ? unsqueeze(step.g(), {-1}) : step.g();
    if (row)
        g = unsqueeze(g, {-2});
    Values gradients(2);
    if (step.wants(0)) {
        const auto da = product_of(g, b, [&](const Value& dy, const Value& w) {
            return ta ? matmul(w, dy, tb, true) : matmul(dy, w, false, !tb);
        });
        gradients[0] = reshape_like(sum_to_shape_of(da, a), step.x(0));
    }
    if (step.wants(1)) {
        const auto db = product_of(g, a, [&](const Value& dy, const Value& w) {
            return tb ? matmul(dy, w, true, ta) : matmul(w, dy, !ta, false);
        });
        gradients[1] = reshape_like(sum_to_shape_of(db, b), step.x(1));
    }
    return gradients;
}

// Axes of A's rows and B's columns; leading axes are broadcast_axes.
std::vector<Axes> matmul_axes(const ov::Node& node, const AxesOfInputs& inputs) {
    const auto* operation = ov::as_type<const ov::op::v0::MatMul>(&node);
    if (operation == nullptr)
        return {unknown_axes(node.get_output_shape(0))};
    const auto a = inputs[0] ? *inputs[0] : unknown_axes(node.get_input_shape(0));
    const auto b = inputs[1] ? *inputs[1] : unknown_axes(node.get_input_shape(1));
    const auto& shape = node.get_output_shape(0);
    if (a.size() < 2 || b.size() < 2)
        return {a.size() >= 2 ? Axes(a.begin(), a.end() - 1) : unknown_axes(shape)};
    auto axes = unknown_axes(shape);
    for (const auto* side : {&b, &a}) {
        for (std::size_t i = 0; i + 2 < side->size(); ++i) {
            auto& axis = axes[i + shape.size() - side->size()];
            if (size_of((*side)[i]) == size_of(axis) && origin_of((*side)[i]) != Origin::other)
                axis = (*side)[i];
        }
    }
    axes[shape.size() - 2] = a[a.size() - (operation->get_transpose_a() ? 1 : 2)];
    axes[shape.size() - 1] = b[b.size() - (operation->get_transpose_b() ? 2 : 1)];
    return {axes};
}

// Rows of A or columns of B. A mean passes weights only: attention itself is needed for all that comes before.
std::optional<Value> matmul_reduced(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto* node = ov::as_type<const ov::op::v0::MatMul>(value.get_node());
    if (node == nullptr)
        return std::nullopt;
    const auto from_end = rank_of(value) - reduction.axis;
    const std::size_t side = from_end == 2 ? 0 : 1;
    const auto input = node->input_value(side);
    if (from_end > 2 || rank_of(node->input_value(0)) < 2 || rank_of(node->input_value(1)) < 2 ||
        (reduction.mean && !is_constant(node->input_value(1 - side))))
        return std::nullopt;
    const bool transposes = side == 0 ? node->get_transpose_a() : node->get_transpose_b();
    const auto axis = rank_of(input) - (transposes ? 3 - from_end : from_end);
    return copied_with(value, side, reduce(input, reduction.along(axis)));
}

std::int64_t size_from_end(const Axes* axes, std::size_t from_end) {
    return axes != nullptr && axes->size() >= from_end ? size_of((*axes)[axes->size() - from_end]) : 1;
}

std::int64_t matmul_work(const ov::Node& node, const AxesOfInputs& inputs) {
    return size_from_end(inputs[0], dynamic_cast<const v0::MatMul&>(node).get_transpose_a() ? 2 : 1);
}

using ov::op::v7::Einsum;

// Each label once, and each known from the other operands: else the product has a diagonal or a sum over one operand.
bool follows_from(const std::string& own, const std::string& others) {
    return std::ranges::all_of(own, [&](char label) {
        return std::ranges::count(own, label) == 1 && others.find(label) != std::string::npos;
    });
}

// "ij,jk->ik": the first operand gets "ik,jk->ij", the result taking its place.
Values einsum_rule(const Step& step) {
    const auto& node = step.as<Einsum>();
    std::vector<std::string> operands;
    std::string result;
    Einsum::parse_equation(node.get_equation(), operands, result);
    Values gradients(step.inputs());
    for (std::size_t i = 0; i < step.inputs(); ++i) {
        if (!step.wants(i))
            continue;
        auto labels = operands;
        labels[i] = result;
        if (!follows_from(operands[i], fmt::format("{}", fmt::join(labels, ","))))
            throw Error(ErrorKind::unsupported,
                        fmt::format("no gradient is known for Einsum \"{}\" with the equation {}",
                                    node.get_friendly_name(),
                                    node.get_equation()));
        auto values = node.input_values();
        values[i] = step.g();
        if (const auto weights = std::ranges::find_if(values, is_constant); weights != values.end()) {
            *weights = -*weights;  // see shared_weights.hpp
            values[i] = -values[i];
        }
        const Value gradient =
            std::make_shared<Einsum>(values, fmt::format("{}->{}", fmt::join(labels, ","), operands[i]));
        gradients[i] = sum_to_shape_of(gradient, step.x(i));
    }
    return gradients;
}

std::optional<Value> einsum_identity(const ov::Node& node) {
    const auto& equation = dynamic_cast<const v7::Einsum&>(node).get_equation();
    const auto arrow = equation.find("->");
    return input_if(node.get_input_size() == 1 && arrow != std::string::npos &&
                        equation.substr(0, arrow) == equation.substr(arrow + 2),
                    node);
}

}  // namespace

Operations product() {
    return {
        row<v0::MatMul>({.kind = Kind::product,
                         .axes = matmul_axes,
                         .reduced = matmul_reduced,
                         .multiplications = matmul_work,
                         .range = ranges::weighted,
                         .gradient = Gradient{matmul_rule, {0, 1}}}),
        row<v7::Einsum>({.identity = einsum_identity, .gradient = Gradient{einsum_rule, {}}}),
    };
}

}  // namespace vinoscope::ops
