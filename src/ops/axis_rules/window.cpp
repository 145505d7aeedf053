// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axis_rules/rules.hpp"

#include <algorithm>

namespace vinoscope::axis_rules {

std::vector<Axes> resample(const ov::Node& node, const Inputs& inputs) {
    if (inputs[0] == nullptr || inputs[0]->size() != node.get_output_shape(0).size())
        return broadcast(node, inputs);
    Axes axes;
    for (std::size_t i = 0; i < inputs[0]->size(); ++i)
        axes.push_back(resized((*inputs[0])[i], static_cast<std::int64_t>(node.get_output_shape(0)[i])));
    return std::vector<Axes>(node.get_output_size(), axes);
}

namespace {

bool counts_places(const Axis& axis) {
    return counts(axis, Origin::height) || counts(axis, Origin::width);
}

}  // namespace

// [N,C,h,w] -> [N,C',h',w']: by definition the axes from 2 on are places, whatever came before, unless the places of
// the picture are elsewhere (a network within each patch).
std::vector<Axes> convolution(const ov::Node& node, const Inputs& inputs) {
    if (inputs[0] == nullptr)
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = resample(node, inputs).front();
    axes[1] = new_axis(Origin::other, size_of(axes[1]));
    if (axes.size() == 4 && std::ranges::none_of(axes, counts_places)) {
        axes[2] = new_axis(Origin::height, size_of(axes[2]));
        axes[3] = new_axis(Origin::width, size_of(axes[3]));
    }
    return {axes};
}

// Windows put back to where they were cut out, [N,C*kh*kw,windows] -> [N,C,h,w].
std::vector<Axes> fold(const ov::Node& node, const Inputs& inputs) {
    auto axes = unknown_axes(node.get_output_shape(0));
    const auto rank = axes.size();
    if (inputs[0] != nullptr && rank == 4)
        axes[0] = inputs[0]->front();
    axes[rank - 2] = new_axis(Origin::height, size_of(axes[rank - 2]));
    axes[rank - 1] = new_axis(Origin::width, size_of(axes[rank - 1]));
    return {axes};
}

}  // namespace vinoscope::axis_rules
