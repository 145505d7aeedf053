// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <utility>

#include "ops/operation.hpp"

namespace vinoscope {

/// The rules that gradients are made by: the derivative of each operation, unless another rule takes its place, as in
/// guided backpropagation.
class GradientRules {
public:
    /// The same rules but for one operation.
    /// @tparam Type an OpenVINO operation that has a derivative
    template <typename Type>
    GradientRules with(GradientRule rule) const {
        auto rules = *this;
        rules.m_others[Type::get_type_info_static()] = std::move(rule);
        return rules;
    }

    /// Returns the rule for `node`.
    /// @throws Error (unsupported) if its operation has no derivative; path_between() finds that out beforehand
    const GradientRule& rule_of(const ov::Node& node) const;

private:
    std::map<ov::DiscreteTypeInfo, GradientRule> m_others;
};

}  // namespace vinoscope
