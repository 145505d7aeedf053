// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/operation.hpp"

#include <algorithm>

namespace vinoscope {

bool Gradient::differentiates(std::size_t input) const {
    return inputs.empty() || std::ranges::count(inputs, input) > 0;
}

std::vector<Axes> broadcast_axes(const ov::Node& node, const std::vector<const Axes*>& inputs) {
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

}  // namespace vinoscope
