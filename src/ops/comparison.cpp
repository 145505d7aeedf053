// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What tells something about its input and does not follow it: comparisons, tests, shapes.
#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {}  // namespace

Operations comparison() {
    return {
        row<v0::ShapeOf,
            v3::ShapeOf,
            v1::Equal,
            v1::NotEqual,
            v1::Greater,
            v1::GreaterEqual,
            v1::Less,
            v1::LessEqual,
            v1::LogicalAnd,
            v1::LogicalOr,
            v1::LogicalXor,
            v1::LogicalNot,
            v1::ReduceLogicalAnd,
            v1::ReduceLogicalOr,
            v13::BitwiseAnd,
            v13::BitwiseOr,
            v13::BitwiseXor,
            v13::BitwiseNot,
            v10::IsFinite,
            v10::IsInf,
            v10::IsNaN>({.piecewise_constant = true}),
        row<v0::Sign>({.kind = Kind::elementwise, .axes = broadcast_axes, .piecewise_constant = true}),
    };
}

}  // namespace vinoscope::ops
