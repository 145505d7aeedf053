// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vinoscope/target.hpp"

namespace vinoscope {

/// The indices of the classes that bear `name`, found as resolve_targets() says; an index stands for itself.
/// @param classes how many there are; 0: not known, any index will do
/// @throws Error (bad_target)
std::vector<std::int64_t> find_classes(const ClassName& name,
                                       std::size_t classes,
                                       const std::vector<std::string>& labels);

}  // namespace vinoscope
