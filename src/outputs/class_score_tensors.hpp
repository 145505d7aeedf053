// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <vector>

#include "analysis/class_heads.hpp"

namespace vinoscope {

/// Where a detector may have its class scores, most trusted first.
std::vector<ClassScores> class_score_tensors(const ov::Model& model);

}  // namespace vinoscope
