// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/version.hpp"

#include <openvino/core/version.hpp>

namespace vinoscope {

std::string version() {
    return VINOSCOPE_VERSION;
}

std::string openvino_version() {
    return ov::get_openvino_version().buildNumber;
}

}  // namespace vinoscope
