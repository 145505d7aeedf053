// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>

namespace vinoscope {

/// Whether the first thing that a model does with its input is to scale or to shift it by constants: then it takes
/// pictures of plain values 0..255, or of a range of its own that cannot be told from outside.
bool scales_input(const ov::Node& parameter);

}  // namespace vinoscope
