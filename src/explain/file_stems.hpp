// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// Safe and distinct file names without extension, one for each map: `<prefix>target_<label or index><postfix>`, or
/// `<prefix>per_image_map<postfix>`. Names that differ in case only count as equal and get their index appended.
/// @throws Error (usage) when prefix and postfix leave too little room for the label.
std::vector<std::string> file_stems(const std::vector<SaliencyMap>& maps,
                                    const std::string& prefix,
                                    const std::string& postfix);

}  // namespace vinoscope
