// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/backward.hpp"

#include <map>
#include <ranges>

#include "gradient/canonical.hpp"
#include "gradient/path.hpp"
#include "gradient/rule_table.hpp"

namespace vinoscope {
namespace {

using Gradients = std::map<Value, Value>;

void accumulate(Gradients& gradients, const Value& value, const Value& part) {
    const auto [sum, first] = gradients.try_emplace(value, part);
    if (!first)
        sum->second = sum->second + part;
}

Value arriving_at(const Value& output, const Gradients& gradients, const ArrivingGradient& change) {
    if (!gradients.contains(output))
        return {};
    const auto& gradient = gradients.at(output);
    return change ? change(*output.get_node(), gradient) : gradient;
}

Step step_at(const std::shared_ptr<ov::Node>& node,
             const Gradients& gradients,
             const GradientPath& path,
             const ArrivingGradient& change) {
    Values reaching;
    for (const auto& output : node->outputs())
        reaching.push_back(arriving_at(output, gradients, change));
    std::vector<bool> wanted;
    for (const auto& input : node->inputs())
        wanted.push_back(path.leads_to(input));
    return {node, reaching, wanted};
}

}  // namespace

Values backward(const Value& score, const Values& wanted, const ArrivingGradient& arriving) {
    recognize_rectifiers(score, wanted);
    merge_padding(score, wanted);
    const auto path = path_between(wanted, score);
    Gradients gradients = {{score, ones_like(score)}};
    for (const auto& node : std::views::reverse(path.nodes)) {
        const auto step = step_at(node, gradients, path, arriving);
        const auto parts = find_rule(*node)->rule(step);
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (step.wants(i) && parts[i].get_node() != nullptr)
                accumulate(gradients, node->input_value(i), parts[i]);
    }
    Values result;
    for (const auto& value : wanted)
        result.push_back(gradients.contains(value) ? gradients.at(value) : zeros_like(value));
    return result;
}

}  // namespace vinoscope
