// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axis_rules/rules.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope::axis_rules {

std::vector<Axes> broadcast(const ov::Node& node, const Inputs& inputs) {
    std::vector<Axes> outputs;
    for (const auto& output : node.outputs()) {
        auto axes = unknown_axes(output.get_shape());
        for (const auto* input : inputs) {
            if (input == nullptr || input->size() > axes.size())
                continue;
            const auto offset = axes.size() - input->size();
            for (std::size_t i = 0; i < input->size(); ++i)
                if (size_of((*input)[i]) == size_of(axes[i + offset]) && origin_of(axes[i + offset]) == Origin::other)
                    axes[i + offset] = (*input)[i];
        }
        outputs.push_back(std::move(axes));
    }
    return outputs;
}

std::vector<Axes> reduce(const ov::Node& node, const Inputs& inputs) {
    auto reduced = constant_integers(node.input_value(1));
    if (inputs[0] == nullptr || !reduced)
        return {unknown_axes(node.get_output_shape(0))};
    auto axes = *inputs[0];
    if (axes.size() != node.get_output_shape(0).size())
        return {without(axes, *reduced)};
    for (const auto axis : *reduced)
        axes[positive(axis, axes.size())] = new_axis(Origin::other, 1);
    return {axes};
}

}  // namespace vinoscope::axis_rules
