// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string_view>

namespace vinoscope {

/// The operation called `name`. @throws Error (bad_target) with the nearest names.
std::shared_ptr<ov::Node> find_operation(const ov::Model& model, std::string_view name);

}  // namespace vinoscope
