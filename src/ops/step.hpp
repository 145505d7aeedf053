// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <openvino/core/node.hpp>
#include <utility>
#include <vector>

#include "ops/build.hpp"

namespace vinoscope {

/// One operation y = f(x) on the way back from the score, as its gradient rule sees it.
class Step {
public:
    /// @param gradients one for each output, empty where the score does not depend on that output
    /// @param wanted for each input, whether its gradient is needed
    Step(std::shared_ptr<ov::Node> node, Values gradients, std::vector<bool> wanted)
        : m_node(std::move(node)), m_gradients(std::move(gradients)), m_wanted(std::move(wanted)) {}

    const ov::Node& node() const { return *m_node; }

    template <typename Operation>
    const Operation& as() const {
        return dynamic_cast<const Operation&>(*m_node);
    }

    Value x(std::size_t input = 0) const { return m_node->input_value(input); }
    Value y(std::size_t output = 0) const { return m_node->output(output); }

    /// The gradient of the score with respect to an output, of the output's shape.
    Value g(std::size_t output = 0) const { return reaches(output) ? m_gradients[output] : zeros_like(y(output)); }
    bool reaches(std::size_t output) const { return m_gradients[output].get_node() != nullptr; }

    bool wants(std::size_t input) const { return m_wanted[input]; }
    std::size_t inputs() const { return m_wanted.size(); }

    /// The same step with `change` of each gradient that arrives.
    Step with_gradients(const std::function<Value(const Value&)>& change) const {
        auto step = *this;
        for (auto& gradient : step.m_gradients)
            if (gradient.get_node() != nullptr)
                gradient = change(gradient);
        return step;
    }

private:
    std::shared_ptr<ov::Node> m_node;
    Values m_gradients;
    std::vector<bool> m_wanted;
};

/// The gradients with respect to the inputs of an operation, each of its input's shape. Those that are not wanted may
/// be empty or left out at the end; an empty one that is wanted counts as zero.
using GradientRule = std::function<Values(const Step&)>;

}  // namespace vinoscope
