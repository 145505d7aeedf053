// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// The tensor name of a model's input or output; the friendly name of its operation when it has none.
std::string port_name(const ov::Output<const ov::Node>& port);

/// Whether `name` is one of the tensor names of a port, or the friendly name of its operation.
bool is_called(const ov::Output<const ov::Node>& port, std::string_view name);

/// "'logits' [1,1000] f32", for messages.
std::string port_text(const ov::Output<const ov::Node>& port);

/// Which of some ports has the tensor name `name`; their number when none has.
std::size_t position_of(const std::vector<ov::Output<const ov::Node>>& ports, const std::string& name);

}  // namespace vinoscope
