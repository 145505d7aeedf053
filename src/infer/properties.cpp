// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/properties.hpp"

#include <openvino/core/any.hpp>

namespace vinoscope {

Properties::Properties(const ov::AnyMap& values) : m_values(std::make_shared<const ov::AnyMap>(values)) {}

bool Properties::empty() const {
    return values().empty();
}

const ov::AnyMap& Properties::values() const {
    static const ov::AnyMap none;
    return m_values ? *m_values : none;
}

}  // namespace vinoscope
