// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/backward.hpp"

#include <map>
#include <ranges>

#include "gradient/canonical.hpp"
#include "gradient/path.hpp"

namespace vinoscope {
namespace {

using Gradients = std::map<Value, Value>;

void accumulate(Gradients& gradients, const Value& value, const Value& part) {
    const auto [sum, first] = gradients.try_emplace(value, part);
    if (!first)
        sum->second = sum->second + part;
}

Step step_at(const std::shared_ptr<ov::Node>& node, const Gradients& gradients, const GradientPath& path) {
    Values arriving;
    for (const auto& output : node->outputs())
        arriving.push_back(gradients.contains(output) ? gradients.at(output) : Value());
    std::vector<bool> wanted;
    for (const auto& input : node->inputs())
        wanted.push_back(path.leads_to(input));
    return {node, arriving, wanted};
}

// A one for each score that is no constant: no number is greater and less than 0, but a plug-in does not know that. The
// CPU plug-in of OpenVINO 2026.4 evaluates a matrix product wrongly when it follows from constants alone, as the
// gradient of whatever is linear behind it would.
Value ones_at_run_time(const Value& score) {
    const auto never = logical_and(greater(score, 0), less(score, 0));
    const auto ones = ones_like(score);
    return where(never, number_like(ones, 0), ones);
}

}  // namespace

Values backward(const Value& score, const Values& wanted, const GradientRules& rules) {
    recognize_rectifiers(score, wanted);
    merge_padding(score, wanted);
    const auto path = path_between(wanted, score);
    Gradients gradients = {{score, ones_at_run_time(score)}};
    for (const auto& node : std::views::reverse(path.nodes)) {
        const auto step = step_at(node, gradients, path);
        const auto parts = rules.rule_of(*node)(step);
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
