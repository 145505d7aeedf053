// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace vinoscope {

/// The line of an OpenVINO exception text that tells a user something: without source positions, names of failed checks
/// and blank lines, at most 300 bytes.
std::string condense_openvino_error(std::string_view what);

}  // namespace vinoscope
