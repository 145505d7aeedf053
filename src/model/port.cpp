// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/port.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <openvino/op/result.hpp>

#include "model/read_model.hpp"

namespace vinoscope {
namespace {

/// What computes the value of a port: the Parameter itself, or the operation before a Result.
const ov::Node& producer(const ov::Output<const ov::Node>& port) {
    const auto* node = port.get_node();
    return ov::is_type<ov::op::v0::Result>(node) ? *node->get_input_node_ptr(0) : *node;
}

}  // namespace

std::string port_name(const ov::Output<const ov::Node>& port) {
    return port.get_names().empty() ? producer(port).get_friendly_name() : port.get_any_name();
}

bool is_called(const ov::Output<const ov::Node>& port, std::string_view name) {
    return port.get_names().contains(std::string(name)) || producer(port).get_friendly_name() == name;
}

std::string port_text(const ov::Output<const ov::Node>& port) {
    return fmt::format(
        "'{}' {} {}", port_name(port), shape_text(port.get_partial_shape()), port.get_element_type().to_string());
}

std::size_t position_of(const std::vector<ov::Output<const ov::Node>>& ports, const std::string& name) {
    const auto found = std::ranges::find_if(ports, [&](const auto& port) { return port.get_names().contains(name); });
    return static_cast<std::size_t>(found - ports.begin());
}

}  // namespace vinoscope
