// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "vinoscope/explanation.hpp"
#include "vinoscope/export.hpp"

namespace vinoscope {

/// Returns the provenance that all maps of a model share, that is, without the number of inferences: the items
/// of `models` in manifest.json, and `provenance` of `explain --json`.
[[nodiscard]] VINOSCOPE_API nlohmann::ordered_json provenance_json(const Provenance& provenance);

}  // namespace vinoscope
