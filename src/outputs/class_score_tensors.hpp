// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <vector>

#include "analysis/class_heads.hpp"

namespace vinoscope {

/// Returns where a detector may have its class scores, most trusted first: where its graph selects boxes, then the
/// outputs of each form (Decoder::class_scores).
std::vector<ClassScores> class_score_tensors(const ov::Model& model);

}  // namespace vinoscope
