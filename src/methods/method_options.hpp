// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/attribution.hpp"
#include "vinoscope/black_box.hpp"

namespace vinoscope {

/// One sentence for each option that is not at its default and that the method called `method` does not read.
std::vector<std::string> unread_options(std::string_view method,
                                        const BlackBoxOptions& black_box,
                                        const AttributionOptions& attribution);

/// @throws Error (usage) when `options` ask to end as soon as the map is stable, which the method called `method`
/// cannot tell.
void refuse_until_stable(const BlackBoxOptions& options, std::string_view method);

}  // namespace vinoscope
