// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/build.hpp"

namespace vinoscope {

/// `scores`, `[batch, classes]` but for axes of size 1, without those axes.
Value as_score_table(const Value& scores, std::int64_t classes);

/// The class with the highest score: `[batch]` integers of a table `[batch, classes]`.
Value top_class(const Value& table);

/// `[batch]`: from each row of a table `[batch, classes]` the score of its class.
/// @param target classes as integers, `[batch]` or `[1]`
Value class_score(const Value& table, const Value& target);

}  // namespace vinoscope
