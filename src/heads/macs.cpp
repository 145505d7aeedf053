// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/macs.hpp"

#include "ops/operations.hpp"

namespace vinoscope {
namespace {

// What each number costs that `node` computes.
std::int64_t multiplications(const ov::Node& node, const AxisTrace& trace) {
    const auto rule = operation_of(node).multiplications;
    if (rule == nullptr)
        return 1;
    std::vector<const Axes*> inputs;
    for (const auto& value : node.input_values())
        inputs.push_back(trace.find(value));
    return rule(node, inputs);
}

}  // namespace

std::int64_t estimated_macs(const Head& head, const AxisTrace& trace) {
    std::int64_t work = 0;
    for (const auto& node : head.nodes)
        for (const auto& output : node->outputs())
            if (const auto* axes = trace.find(output))
                work += size_of(*axes) * multiplications(*node, trace);
    return work;
}

}  // namespace vinoscope
