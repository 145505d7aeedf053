// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gradient/rules.hpp"
#include "ops/build.hpp"

namespace vinoscope {

/// The gradients of `score` with respect to the values `wanted`, as new operations of the same graph: reverse-mode
/// differentiation, of standard operations only. Rectifiers and padded convolutions on the way are written in canonical
/// form.
/// @param score one real number for each item of the batch, `[batch]`, or a scalar; items do not see each other,
///        so that the gradient of the sum is the gradient of each
/// @param rules how each operation is differentiated
/// @return for each wanted value one of its shape, and of its type unless that is an integer type (then f32); exactly
///         zeros where the score does not depend on the value
/// @throws Error (unsupported) that names every operation in between that has no rule, before anything is built
Values backward(const Value& score, const Values& wanted, const GradientRules& rules = {});

}  // namespace vinoscope
