// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// Returns the version of the library, e.g. "0.1.0".
[[nodiscard]] VINOSCOPE_API std::string version();

/// Returns the version of the loaded OpenVINO Runtime.
[[nodiscard]] VINOSCOPE_API std::string openvino_version();

}  // namespace vinoscope
