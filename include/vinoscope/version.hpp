// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace vinoscope {

/// Version of the library, e.g. "0.1.0".
std::string version();

/// Version of the OpenVINO Runtime that is loaded.
std::string openvino_version();

}  // namespace vinoscope
