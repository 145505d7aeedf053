// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>

namespace vinoscope {

/// Whether a change of an input that is small enough does not change the output at all (comparisons, shapes, indices):
/// a gradient that arrives there goes no further. What rounds is in rounding.hpp.
bool stops_gradient(const ov::Node& node);

}  // namespace vinoscope
