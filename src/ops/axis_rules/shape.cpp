// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axis_rules/rules.hpp"

#include <algorithm>
#include <functional>

#include "ops/constant_value.hpp"

namespace vinoscope::axis_rules {

std::vector<Axes> transpose(const ov::Node& node, const Inputs& inputs) {
    auto order = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !order)
        return {unknown_axes(node.get_output_shape(0))};
    Axes axes;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i)
        axes.push_back((*inputs[0])[order->empty() ? inputs[0]->size() - 1 - i : (*order)[i]]);
    return {axes};
}

std::vector<Axes> reshape(const ov::Node& node, const Inputs& inputs) {
    const auto& shape = node.get_output_shape(0);
    if (inputs[0] == nullptr)
        return {unknown_axes(shape)};
    return {reshape_axes(*inputs[0], std::vector<std::int64_t>(shape.begin(), shape.end()))};
}

std::vector<Axes> unsqueeze(const ov::Node& node, const Inputs& inputs) {
    auto added = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !added)
        return reshape(node, inputs);
    const auto rank = node.get_output_shape(0).size();
    std::ranges::transform(*added, added->begin(), [&](std::int64_t axis) { return positive(axis, rank); });
    std::ranges::sort(*added);
    auto axes = *inputs[0];
    for (const auto axis : *added)
        axes.insert(axes.begin() + axis, new_axis(Origin::other, 1));
    return {axes};
}

std::vector<Axes> squeeze(const ov::Node& node, const Inputs& inputs) {
    const auto removed = node.get_input_size() > 1 ? constant_integers(node.input_value(1)) : std::nullopt;
    if (inputs[0] == nullptr || !removed)
        return reshape(node, inputs);
    return {without(*inputs[0], *removed)};
}

}  // namespace vinoscope::axis_rules
