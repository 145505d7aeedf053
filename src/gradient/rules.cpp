// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/rules.hpp"

#include "ops/operations.hpp"

namespace vinoscope {

const GradientRule* GradientRules::find(const ov::Node& node) const {
    const auto& derivative = operation_of(node).gradient;
    if (!derivative)
        return nullptr;
    const auto other = m_others.find(node.get_type_info());
    return other == m_others.end() ? &derivative->rule : &other->second;
}

}  // namespace vinoscope
