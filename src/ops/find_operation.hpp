// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string_view>

namespace vinoscope {

/// The operation called `name`, or the one whose value an operation of this name returned before remove_no_ops().
/// @throws Error (bad_target) with the nearest names.
std::shared_ptr<ov::Node> find_operation(const ov::Model& model, std::string_view name);

/// Whether `name` is the friendly name of `node`, or that of an operation which returned its value.
bool is_called(const ov::Node& node, std::string_view name);

/// Lets `node` be called by the names of `gone`, too, whose value is its own.
void add_alias(ov::Node& node, const ov::Node& gone);

}  // namespace vinoscope
