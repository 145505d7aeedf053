// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace vinoscope {

/// One explanation method, as `vinoscope methods` and `list_methods()` show it.
struct MethodInfo {
    std::string_view name;     ///< as in `--method`, e.g. "recipro-cam"
    std::string_view title;    ///< as the papers write it, e.g. "ReciproCAM"
    std::string_view family;   ///< "white-box", "gradient" or "black-box"
    std::string_view answers;  ///< "class" (one map a class), "image" (one map an image) or "target" (one map
                               ///< for each target that is asked about, in an inference of its own)
    std::string_view summary;  ///< one line
    std::string_view source;   ///< paper or origin
    bool insertable = false;   ///< whether insert_xai() can make it part of a model
};

/// All methods, in the order in which the automatic choice prefers them.
std::vector<MethodInfo> list_methods();

}  // namespace vinoscope
