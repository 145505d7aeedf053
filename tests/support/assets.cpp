// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/assets.hpp"

namespace vinoscope::test {

std::filesystem::path asset(const std::filesystem::path& name) {
    return std::filesystem::path(VINOSCOPE_SOURCE_DIR) / "assets" / name;
}

std::filesystem::path data(const std::filesystem::path& name) {
    return std::filesystem::path(VINOSCOPE_SOURCE_DIR) / "tests" / "data" / name;
}

}  // namespace vinoscope::test
