// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>
#include <vector>

#include "ops/rule.hpp"

namespace vinoscope {

/// How an operation is differentiated.
struct RuleRow {
    ov::DiscreteTypeInfo type;
    Rule rule;
    std::vector<std::size_t> inputs;  ///< that it can be differentiated with respect to, none stands for all; the
                                      ///< others are parameters such as axes or indices

    bool differentiates(std::size_t input) const;
};

/// One row an operation.
const std::vector<RuleRow>& rule_table();

/// The row of this operation, or nullptr.
const RuleRow* find_rule(const ov::Node& node);

}  // namespace vinoscope
