// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/rules.hpp"

#include <fmt/format.h>

#include "ops/operations.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

const GradientRule& GradientRules::rule_of(const ov::Node& node) const {
    const auto& derivative = operation_of(node).gradient;
    if (!derivative)
        throw Error(
            ErrorKind::unsupported,
            fmt::format("expected an operation with a gradient, found {} {}", node.get_type_name(), node.get_name()));
    const auto other = m_others.find(node.get_type_info());
    return other == m_others.end() ? derivative->rule : other->second;
}

}  // namespace vinoscope
