// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>

namespace vinoscope {

/// Whether `node` is one of these operations.
template <typename... Operations>
bool is_any(const ov::Node& node) {
    return (ov::is_type<Operations>(&node) || ...);
}

}  // namespace vinoscope
