// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axis_rules/rules.hpp"

#include <openvino/op/matmul.hpp>

namespace vinoscope::axis_rules {

// Axes of A's rows and B's columns; leading axes are broadcast.
std::vector<Axes> matmul(const ov::Node& node, const Inputs& inputs) {
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

// [...,L,E] x [...,S,E] x [...,S,V] -> [...,L,V]. Queries may be learned: then the keys tell what counts the batch.
std::vector<Axes> attention(const ov::Node& node, const Inputs& inputs) {
    const auto& shape = node.get_output_shape(0);
    const auto* known = inputs[0] ? inputs[0] : inputs[1];
    if (known == nullptr || known->size() != shape.size())
        return {unknown_axes(shape)};
    auto axes = *known;
    if (known != inputs[0])
        axes[axes.size() - 2] = new_axis(Origin::other, static_cast<std::int64_t>(shape[axes.size() - 2]));
    axes.back() = inputs[2] ? inputs[2]->back() : new_axis(Origin::other, static_cast<std::int64_t>(shape.back()));
    return {axes};
}

}  // namespace vinoscope::axis_rules
