// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <string>
#include <string_view>

#include "ops/build.hpp"
#include "vinoscope/gradient.hpp"

namespace vinoscope {

/// The tensor called `name`, or the first output of the operation with this friendly name.
/// @throws Error (bad_target) for an unknown name, with the nearest
Value find_value(const ov::Model& model, std::string_view name);

/// Adds an input called `name` to the model.
Value add_named_input(ov::Model& model,
                      const ov::element::Type& type,
                      const ov::PartialShape& shape,
                      const std::string& name);

/// Adds an input of class numbers: i64, one for each row of a table `[batch, classes]`.
Value add_class_input(ov::Model& model, const Value& table, const std::string& name);

/// The score of one class of a table `[batch, classes]`. An input for the target is added to the model when it says so.
/// @throws Error (bad_target) for an unknown class
Value add_target_score(ov::Model& model, const Value& table, const GradientTarget& target);

/// The score that `options` ask for, `[batch]`. An input for the target is added to the model when they say so.
/// @throws Error (bad_target) for an unknown output or class, (unsupported) when no output holds class scores
Value add_class_score(ov::Model& model, const GradientOptions& options);

/// Adds an output called `name` to the model.
void add_named_output(ov::Model& model, const Value& value, const std::string& name);

}  // namespace vinoscope
