// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What a model may write in several ways is written in one before it is differentiated: the one whose gradient is
// quickest. No number changes, and the names stay.
#pragma once

#include "ops/build.hpp"

namespace vinoscope {

/// Maximum(x, 0) becomes Relu, and a Maximum and a Minimum with constant limits, in either order, become Clamp. The
/// gradients of Relu and Clamp read their own output only, so that nothing in between is kept and the plug-in goes on
/// fusing them into the convolution before.
/// @param score what is looked through, with all that it depends on
/// @param kept values whose operations stay as they are; so do those that something else reads, too
void recognize_rectifiers(const Value& score, const Values& kept);

/// Zeros that a Pad adds around the picture before a convolution become pads of the convolution: its gradient then has
/// the size of what was there before, and nothing needs to be cut off. Parameters as above.
void merge_padding(const Value& score, const Values& kept);

/// Whether one operation alone reads `value`, and nobody asks for it.
bool is_read_once(const Value& value, const Values& kept);

}  // namespace vinoscope
