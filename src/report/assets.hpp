// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// The files of src/report/assets, which the build puts into the library (cmake/VinoscopeAssets.cmake).
namespace vinoscope::assets {

extern const std::string_view report_html;
extern const std::string_view report_css;
extern const std::string_view report_js;

}  // namespace vinoscope::assets
